import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_GPU_LIMITS } from '@berth/contracts/inventory/events';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { canonicalJson } from '@berth/kernel/json';
import {
  aDevice,
  ada,
  aLease,
  at,
  bob,
  reserve,
  release,
  reservation,
} from '../testing/calendar.fixtures.js';
import { hostId, poolId } from '../testing/fixtures.js';
import { claimsOn, isHolder, overlap, type Claim } from './agenda.js';
import type { CalendarCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';
import { calendarSnapshot } from './calendar.snapshot.js';
import type { Calendar } from './calendar.js';
import { heldUntil } from './collisions.js';

const DEVICES = ['G0', 'G1', 'G2'];
const { toJson, fromJson } = calendarSnapshot;

const device = fc.constantFrom(...DEVICES);
const devices = fc.uniqueArray(device, { minLength: 1, maxLength: 3 });
const name = fc.constantFrom(...'abcdefghijkl');
const who = fc.constantFrom(ada, bob, { ...bob, userId: idFromName('user', 'eve') });
const minute = fc.integer({ min: 0, max: 60 });
const length = fc.integer({ min: 1, max: 30 });
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

type Made = (now: number) => CalendarCommand;
const limits = { maxHours: 1, horizon: at(1000), maxPerUser: 4 };
const entryId = (of: string) => idFromName('entry', of);
const offerId = (of: string) => idFromName('offer', of);

const leasing = fc
  .record({
    name,
    devices,
    who,
    until: optional(length),
    yields: optional(length),
    reserving: optional(name),
  })
  .map(({ name, devices, who, until, yields, reserving }): Made => (now) => ({
    type: 'lease',
    poolId,
    wanted: [
      aLease(name, devices, {
        ...who,
        ...(until === undefined ? {} : { until: at(now + until) }),
        ...(yields === undefined ? {} : { yieldsFrom: at(now + yields) }),
        ...(reserving === undefined ? {} : { reservationId: reservation(reserving) }),
      }),
    ],
    now: at(now),
  }));
const releasing = name.map(
  (of): Made =>
    (now) =>
      release(of, at(now)),
);
const reserving = fc
  .record({
    name,
    devices,
    who,
    count: fc.integer({ min: 1, max: 3 }),
    ahead: minute,
    length,
    shared: fc.boolean(),
  })
  .map(
    ({ name, devices, who, count, ahead, length, shared }): Made =>
      (now) =>
        reserve(name, [], [now + ahead, now + ahead + length], {
          ...who,
          choice: {
            count: Math.min(count, devices.length),
            candidates: devices.map((uuid) => aDevice(uuid)),
          },
          sharedWithProject: shared,
          limits,
          now: at(now),
        }),
  );
const changing = fc
  .record({ name, from: optional(minute), until: optional(minute), devices: optional(devices) })
  .map(({ name, from, until, devices }): Made => (now) => ({
    type: 'changeReservation',
    poolId,
    reservationId: reservation(name),
    ...(from === undefined ? {} : { from: at(now + from) }),
    ...(until === undefined ? {} : { until: at(now + until) }),
    ...(devices === undefined
      ? {}
      : { choice: { count: devices.length, candidates: devices.map((uuid) => aDevice(uuid)) } }),
    limits,
    now: at(now),
  }));
const ending = fc
  .record({
    name,
    cause: fc.constantFrom('completed', 'released', 'cancelled', 'noShow', 'holderIneligible'),
  })
  .map(({ name, cause }): Made => (now) => ({
    type: 'endReservation',
    poolId,
    reservationId: reservation(name),
    cause,
    now: at(now),
  }));
const telling = fc
  .record({ name, kind: fc.constantFrom('startReservation', 'useReservation', 'warnReservation') })
  .map(
    ({ name, kind }): Made =>
      (now) =>
        ({
          type: kind,
          poolId,
          reservationId: reservation(name),
          by: 'job',
          warning: 'startsSoon',
          message: 'soon',
          now: at(now),
        }) as CalendarCommand,
  );
const overstayWarning = fc
  .record({ name, devices, outcome: fc.constantFrom('signalled', 'ended', 'failed') })
  .map(({ name, devices, outcome }): Made => (now) => ({
    type: 'recordOverstay',
    poolId,
    reservationId: reservation(name),
    hostId,
    uuids: devices,
    outcome,
    pids: [1],
    killed: 0,
    graceSeconds: 30,
    neededFor: { kind: 'reservation', id: reservation('x') },
    now: at(now),
  }));
const maintaining = fc
  .record({ name, ahead: minute, length, uuids: optional(devices), ends: fc.boolean() })
  .map(
    ({ name, ahead, length, uuids, ends }): Made =>
      (now) =>
        ends
          ? { type: 'endMaintenance', poolId, windowId: entryId(name), cause: 'cancelled', now: at(now) }
          : {
              type: 'setMaintenance',
              poolId,
              windows: [{ windowId: entryId(name), from: at(now + ahead), until: at(now + ahead + length) }],
              hosts: [{ hostId, ...defined({ uuids }) }],
              reason: 'a fan',
              now: at(now),
            },
  );
const waiting = fc
  .record({
    name,
    who,
    kind: fc.constantFrom('join', 'leave', 'offer', 'accept', 'lapse'),
    devices,
    ahead: minute,
    length,
  })
  .map(({ name, who, kind, devices, ahead, length }): Made => (now) => {
    const entry = { poolId, entryId: entryId(name), now: at(now) };
    const offer = { ...entry, offerId: offerId(name) };
    switch (kind) {
      case 'join':
        return {
          type: 'joinWaitlist',
          ...entry,
          ...who,
          count: 1,
          durationMinutes: length,
          grantPriority: 1,
          sharedWithProject: false,
        };
      case 'leave':
        return { type: 'leaveWaitlist', ...entry, cause: 'left' };
      case 'offer': {
        const [from, until] = [at(now + ahead), at(now + ahead + length)];
        const expiresAt = at(now + 5);
        return {
          type: 'offer',
          ...offer,
          devices: devices.map((uuid) => aDevice(uuid)),
          from,
          until,
          expiresAt,
        };
      }
      case 'accept':
        return { type: 'acceptOffer', ...offer, reservationId: reservation(name), maxPerUser: 4 };
      default:
        return { type: 'lapseOffer', ...offer, cause: 'expired' };
    }
  });

/** Time goes on by so much before each command, or back where a clock is set. */
const steps = fc.array(
  fc.tuple(
    fc.oneof(
      { arbitrary: fc.integer({ min: 0, max: 10 }), weight: 9 },
      { arbitrary: fc.integer({ min: -60, max: 60 }), weight: 1 },
    ),
    fc.oneof(
      leasing,
      releasing,
      reserving,
      reserving,
      changing,
      ending,
      telling,
      overstayWarning,
      maintaining,
      waiting,
      waiting,
    ),
  ),
  { maxLength: 120, size: 'max' },
);

describe('a calendar under any commands of all kinds', () => {
  it('never lets claims overlap nor leases stand in their way, and replays to the same', () => {
    const property = fc.property(steps, fc.nat(), (taken, cut) => {
      const events: CalendarEvent[] = [];
      let calendar = calendarDecider.initialState;
      let now = 100;
      let latest = now;
      for (const [step, made] of taken) {
        now = Math.max(0, now + step);
        latest = Math.max(latest, now);
        const decided = calendarDecider.decide(made(now), calendar);
        if (!decided.ok || decided.value.some((event) => isReuse(event, events))) continue;
        const before = calendar;
        calendar = decided.value.reduce(calendarDecider.evolve, calendar);
        events.push(...decided.value);
        noneOverlap(calendar, decided.value, before);
        noLeaseInTheWay(calendar, at(latest));
        slotsAreKept(calendar);
      }
      const middle = events.length === 0 ? 0 : cut % events.length;
      const half = events.slice(0, middle).reduce(calendarDecider.evolve, calendarDecider.initialState);
      const restored = fromJson(JSON.parse(JSON.stringify(toJson(half))) as never);
      const replayed = JSON.parse(JSON.stringify(events.slice(middle))) as CalendarEvent[];
      assert.deepEqual(shown(replayed.reduce(calendarDecider.evolve, restored)), shown(calendar));
    });
    fc.assert(property, { numRuns: 300 });
  });
});

/** A reservation's id comes of the command that made it: none has two. */
const isReuse = (event: CalendarEvent, before: readonly CalendarEvent[]): boolean =>
  event.type === 'scheduler.calendar.reserved.v1' &&
  before.some(
    ({ type, data }) =>
      type === 'scheduler.calendar.reserved.v1' && data.reservationId === event.data.reservationId,
  );

function noneOverlap({ agenda }: Calendar, events: readonly CalendarEvent[], before: Calendar): void {
  for (const uuid of DEVICES) {
    const claims = claimsOn(agenda, hostId, uuid);
    const held = claims.filter(({ kind }) => kind !== 'maintenance');
    for (const [index, claim] of held.entries())
      for (const other of held.slice(index + 1))
        assert.ok(!overlap(claim, other), `${claim.kind} and ${other.kind} overlap on ${uuid}`);
    const fresh = new Set(
      events.flatMap(({ type, data }) =>
        type === 'scheduler.calendar.reserved.v1'
          ? [data.reservationId]
          : type === 'scheduler.calendar.offered.v1'
            ? [data.offerId]
            : [],
      ),
    );
    const wasOffered = events.some(({ type }) => type === 'scheduler.calendar.waitlistLeft.v1');
    const maintenance = claimsOn(before.agenda, hostId, uuid).filter(({ kind }) => kind === 'maintenance');
    for (const claim of held.filter(({ id }) => fresh.has(id) && !wasOffered))
      assert.ok(!maintenance.some((window) => overlap(window, claim)), 'reserved in maintenance');
  }
}

function noLeaseInTheWay({ agenda, onPlace }: Calendar, now: string): void {
  for (const uuid of DEVICES) {
    const ahead = claimsOn(agenda, hostId, uuid).filter(
      (claim: Claim) => claim.until > now && claim.kind !== 'maintenance',
    );
    for (const lease of onPlace.get(uuid) ?? []) {
      const freeAt = heldUntil(agenda, lease, uuid);
      for (const claim of ahead.filter((each) => !isHolder(each, lease)))
        assert.ok(freeAt !== undefined && freeAt <= claim.from, `a lease is in the way of a ${claim.kind}`);
    }
  }
}

function slotsAreKept({ onPlace }: Calendar): void {
  for (const uuid of DEVICES) {
    const leases = onPlace.get(uuid) ?? [];
    assert.ok(leases.length <= DEFAULT_GPU_LIMITS.training, `${leases.length} leases on ${uuid}`);
  }
}

/** All that a calendar is, in an order that does not depend on how it came to be. */
const shown = ({ agenda, leases, leaseOfJob, onPlace, useOfHost }: Calendar) =>
  [...Object.values(agenda), leases, leaseOfJob, onPlace, useOfHost].map((map) =>
    [...map.entries()].map(([key, value]) => canonicalJson([key, value])).sort(),
  );
