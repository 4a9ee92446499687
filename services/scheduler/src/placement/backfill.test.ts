import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { idFromName } from '@berth/kernel/ids';
import { withReservation, withMaintenance } from '../calendar/agenda.js';
import { emptyCalendar, withLease, type Calendar } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import { aReservation, at, bob, reservation } from '../testing/calendar.fixtures.js';
import { aDevice, aHost, openTerms, projectId, userId } from '../testing/fixtures.js';
import { aCandidate, planOptions, shownPlaces } from '../testing/placement.fixtures.js';
import type { Quota, PlanOptions } from './planned.js';
import { plan } from './plan.js';

const host = (name: string, devices: number, change: Partial<HostFact> = {}) =>
  aHost(
    name,
    Array.from({ length: devices }, (_, index) => aDevice(index)),
    change,
  );
const two = host('two', 2);
const four = host('four', 4);
const job = (name: string, count: number, timeoutMinutes: number, rest: object = {}) =>
  aCandidate(name, { gpus: { count }, timeoutMinutes, ...rest });

/** Leases of one device each, that end so many minutes from now at the latest. */
const held = (on: HostFact, ends: { readonly [index: number]: number | null }): Calendar =>
  Object.entries(ends).reduce(
    (calendar, [index, minutes]) =>
      withLease(calendar, {
        ...openTerms,
        leaseId: `lease ${index}`,
        jobId: `held ${index}`,
        projectId,
        userId,
        run: 1,
        hostId: on.hostId,
        uuids: [on.devices[Number(index)]!.uuid],
        class: 'training',
        vcpus: 0,
        ramMiB: 0,
        leasedAt: at(-10),
        until: minutes === null ? null : at(minutes),
      }),
    emptyCalendar,
  );
const reserved = (
  calendar: Calendar,
  on: HostFact,
  index: number,
  [from, until]: readonly [number, number],
  holder = bob,
) => ({
  ...calendar,
  agenda: withReservation(
    calendar.agenda,
    aReservation(String(index), on.hostId, on.devices[index]!.uuid, {
      from: at(from),
      until: at(until),
      ...holder,
    }),
  ),
});
const policy = (change: Partial<PoolPolicy>): PoolPolicy => ({ ...DEFAULT_POLICY, ...change });
const planOf = (
  candidates: readonly ReturnType<typeof aCandidate>[],
  hosts: readonly HostFact[],
  calendar: Calendar,
  options: Partial<PlanOptions> = {},
) => {
  const planned = plan(candidates, hosts, calendar, planOptions(options));
  return {
    ...planned,
    places: shownPlaces(planned.placements),
    starts: planned.waiting.map(({ candidate, plannedAt }) => [candidate.jobId, plannedAt]),
    rules: planned.placements.map(({ decision }) => decision.rule),
  };
};

describe('backfill', () => {
  const busy = held(four, { 0: 60 });

  it('lets a short job start before a big one that waits, and keeps out one that would delay it', () => {
    const big = job('big', 4, 600);
    const { places, starts, rules } = planOf([big, job('short', 1, 30), job('long', 1, 90)], [four], busy);
    assert.deepEqual(places, [['short', 'four', 1]]);
    assert.deepEqual(rules, ['backfill']);
    assert.deepEqual(starts.slice(0, 1), [['big', at(60)]]);
  });
  it('says in the history of the job why it went ahead, with numbers', () => {
    const { placements } = planOf([job('big', 4, 600), job('short', 1, 30)], [four], busy);
    const { message, numbers } = placements[0]!.decision;
    assert.match(
      message,
      /^starts early \(backfill\) on 1 of 3 free devices of four: it ends by .* and delays no job ahead/,
    );
    assert.deepEqual(numbers, { needed: 1, freeOnHost: 3, waitingAhead: 1, waitedSeconds: 0 });
  });
  it('counts what ending a run may take: 58 minutes fit into an hour, 59 do not', () => {
    const after = (minutes: number) =>
      planOf([job('big', 4, 600), job('short', 1, minutes)], [four], busy).places.length;
    assert.deepEqual([after(58), after(59)], [1, 0]);
  });
  it('plans each that waits behind those before it, not over them', () => {
    const { starts } = planOf([job('a', 4, 100), job('b', 4, 200)], [four], busy);
    assert.deepEqual(starts, [
      ['a', at(60)],
      ['b', new Date(Date.parse(at(160)) + 70_000).toISOString()],
    ]);
  });
  it('off, keeps what is free on the nearest host from everybody', () => {
    const options = { policy: policy({ backfill: false }) };
    const { places, starts } = planOf([job('big', 4, 600), job('short', 1, 30)], [four, two], busy, options);
    assert.deepEqual(places, [['short', 'two', 0]]);
    assert.equal(starts[0]?.[1], undefined);
  });
  it('keeps it, too, where nobody can tell when something will be free', () => {
    const { places, starts } = planOf(
      [job('big', 4, 600), job('short', 1, 30)],
      [four],
      held(four, { 0: null }),
    );
    assert.deepEqual([places, starts[0]?.[1]], [[], undefined]);
  });
  it('plans by CPU and memory as well', () => {
    const one = host('one', 2, { cpuCores: 4 });
    const calendar = withLease(emptyCalendar, {
      ...[...held(one, { 0: 60 }).leases.values()][0]!,
      vcpus: 3,
    });
    const { starts, places } = planOf(
      [job('a', 1, 10, { vcpus: 2 }), job('b', 1, 90, { vcpus: 1 })],
      [one],
      calendar,
    );
    assert.deepEqual([starts, places], [[['a', at(60)]], [['b', 'one', 1]]]);
  });
  it('takes a run that is being ended for others to be over as soon as that says', () => {
    const ending = new Map([['lease 0', Date.parse(at(2))]]);
    assert.deepEqual(planOf([job('big', 4, 60)], [four], busy, { ending }).starts, [['big', at(2)]]);
  });
});

describe('reservations of others', () => {
  const calendar = reserved(emptyCalendar, two, 0, [30, 90]);
  it('are kept clear of: jobs that end in time may fill them', () => {
    assert.deepEqual(planOf([job('a', 2, 20)], [two], calendar).places, [['a', 'two', 0, 1]]);
    assert.deepEqual(planOf([job('a', 2, 60)], [two], calendar).starts, [['a', at(90)]]);
    assert.deepEqual(planOf([job('a', 1, 60)], [two], calendar).places, [['a', 'two', 1]]);
  });
  it('may be filled by jobs that can be ended before, and those are told from when', () => {
    const { placements } = planOf([job('a', 2, 600, { preemptible: true })], [two], calendar);
    assert.equal(placements[0]?.yieldsFrom, at(DEFAULT_POLICY.preemption.minimumRunMinutes));
    const soon = reserved(emptyCalendar, two, 0, [5, 90]);
    assert.equal(planOf([job('a', 2, 600, { preemptible: true })], [two], soon).places.length, 0);
  });
  it('is not filled by jobs that would be told to leave as soon as they run', () => {
    const preemption = { ...DEFAULT_POLICY.preemption, minimumRunMinutes: 0, graceSeconds: 60 };
    const placesAt = (minutes: number) => {
      const ahead = reserved(emptyCalendar, two, 0, [minutes, 90]);
      const jobs = [job('a', 2, 600, { preemptible: true })];
      return planOf(jobs, [two], ahead, { policy: policy({ preemption }) }).places.length;
    };
    assert.deepEqual([placesAt(1.2), placesAt(1.05), placesAt(0.5)], [1, 0, 0]);
  });
  it('may be filled by those of a worse class where the policy ends them', () => {
    const worse = { ...job('a', 2, 600), grantPriority: 2 };
    const options = { policy: policy({ preemption: { ...DEFAULT_POLICY.preemption, mode: 'lowerClass' } }) };
    assert.equal(planOf([worse], [two], calendar, options).places.length, 1);
    assert.equal(planOf([{ ...worse, grantPriority: 1 }], [two], calendar, options).places.length, 0);
    assert.equal(planOf([worse], [two], calendar).places.length, 0);
  });
  it('and maintenance, which binds the CPU of a host, too', () => {
    const window = { windowId: 'w', from: at(30), until: at(60), hosts: [{ hostId: two.hostId }] };
    const agenda = withMaintenance(emptyCalendar.agenda, { ...window, reason: 'a fan', seriesId: null });
    const maintained = { ...emptyCalendar, agenda };
    assert.deepEqual(planOf([job('cpu', 0, 40)], [two], maintained).starts, [['cpu', at(60)]]);
    assert.equal(planOf([job('cpu', 0, 20)], [two], maintained).places.length, 1);
  });
});

describe('the reservation of a holder', () => {
  const calendar = reserved(emptyCalendar, two, 1, [-10, 60]);
  it('is used at once by its jobs, to its end at least', () => {
    const { placements, places, rules } = planOf([{ ...job('a', 1, 600), ...bob }], [two], calendar);
    assert.deepEqual([places, rules], [[['a', 'two', 1]], ['reservation']]);
    assert.deepEqual([placements[0]?.reservationId, placements[0]?.yieldsFrom], [reservation('1'), at(60)]);
  });
  it('goes first for its jobs, others after that; and jobs of it run nowhere else', () => {
    const mine = ['a', 'b'].map((name) => ({ ...job(name, 1, 30), ...bob }));
    assert.deepEqual(planOf(mine, [two], calendar).places, [
      ['a', 'two', 1],
      ['b', 'two', 0],
    ]);
    const only = mine.map((each) => ({ ...each, reservationId: reservation('1') }));
    const { places, waiting } = planOf(only, [two], calendar);
    assert.deepEqual([places, waiting.map(({ why }) => why)], [[['a', 'two', 1]], ['busy']]);
  });
  it('takes nothing shortly before its end but what is over by then', () => {
    const only = (minutes: number) => ({ ...job('a', 1, minutes), ...bob, reservationId: reservation('1') });
    const placesAt = (until: number, minutes: number, graceSeconds: number) => {
      const options = { policy: policy({ preemption: { ...DEFAULT_POLICY.preemption, graceSeconds } }) };
      const ending = reserved(emptyCalendar, two, 1, [-10, until]);
      const { places, waiting } = planOf([only(minutes)], [two], ending, options);
      assert.deepEqual(
        waiting.map(({ why }) => why),
        places.length > 0 ? [] : ['window'],
      );
      return places.length;
    };
    assert.deepEqual([placesAt(0.6, 600, 30), placesAt(0.58, 600, 30)], [1, 0]);
    // with 10 minutes of grace, one of a minute that would be over by the end may begin
    assert.deepEqual([placesAt(5, 600, 600), placesAt(5, 1, 600), placesAt(2, 1, 600)], [0, 1, 0]);
  });
  it('is waited for by its jobs until it begins', () => {
    const ahead = reserved(emptyCalendar, two, 1, [30, 60]);
    const only = { ...job('a', 1, 30), ...bob, reservationId: reservation('1') };
    const { waiting } = planOf([only], [two], ahead);
    assert.deepEqual(
      waiting.map(({ why, plannedAt }) => [why, plannedAt]),
      [['window', at(30)]],
    );
  });
  it('is not in the way of its own jobs that start before', () => {
    const ahead = reserved(emptyCalendar, two, 1, [30, 60]);
    assert.equal(planOf([{ ...job('a', 2, 50), ...bob }], [two], ahead).places.length, 1);
    assert.equal(planOf([job('a', 2, 50)], [two], ahead).places.length, 0);
  });
  it('is found however many others wait before it', () => {
    const others = Array.from({ length: 900 }, (_, index) => job(`o${index}`, 2, 10_000 - index));
    const mine = { ...job('mine', 1, 30), ...bob };
    assert.deepEqual(planOf([...others, mine], [two], calendar).places, [['mine', 'two', 1]]);
  });
});

describe('a gang', () => {
  const gang = (name: string, size: number, count: number, minutes = 60) => {
    const [first, ...others] = Array.from({ length: size }, (_, rank) =>
      job(`${name}${rank}`, count, minutes),
    );
    return { ...first!, gangId: idFromName('gang', name), others };
  };
  it('starts on several hosts at once, several of it on one', () => {
    const { places, rules, placements } = planOf([gang('g', 3, 2)], [two, four], emptyCalendar);
    assert.equal(places.length, 3);
    assert.deepEqual(new Set(rules), new Set(['gang']));
    assert.equal(new Set(placements.map(({ gangId }) => gangId)).size, 1);
  });
  it('starts whole or not at all, and takes nothing from others but its planned start', () => {
    const busy = held(four, { 0: 60 });
    const { places, waiting } = planOf(
      [gang('g', 3, 2), job('s', 1, 30), job('l', 1, 90)],
      [two, four],
      busy,
    );
    assert.deepEqual(places, [['s', 'two', 0]]);
    assert.deepEqual([waiting[0]?.plannedAt, waiting[0]?.hostIds.length], [at(60), 3]);
  });
  it("that can never be placed as a whole is in nobody's way", () => {
    assert.deepEqual(planOf([gang('g', 4, 2), job('s', 1, 90)], [two, four], emptyCalendar).places.length, 1);
  });
});

describe('quotas', () => {
  const gate = (answers: { readonly [userId: string]: Quota }) => ({
    admit: ({ userId: user }: { readonly userId: string }) => answers[user] ?? 'within',
    take: () => undefined,
  });
  it('let those who borrow have what all others leave', () => {
    const mine = { ...job('mine', 1, 30), userId: 'ada' };
    const theirs = ['a', 'b'].map((name) => job(name, 1, 30));
    const quota = gate({ ada: 'borrowed' });
    const { placements } = planOf([mine, ...theirs.slice(0, 1)], [two], emptyCalendar, { quota });
    assert.deepEqual(
      placements.map(({ candidate, borrowed = false }) => [candidate.jobId, borrowed]),
      [
        ['a', false],
        ['mine', true],
      ],
    );
    assert.equal(planOf([mine, ...theirs], [two], emptyCalendar, { quota }).placements.length, 2);
  });
  it('keep back whoever has reached one, and nobody else who asks for the same', () => {
    const { places, waiting } = planOf(
      [{ ...job('mine', 1, 30), userId: 'ada' }, { ...job('more', 1, 30), userId: 'ada' }, job('a', 1, 30)],
      [two],
      emptyCalendar,
      { quota: gate({ ada: 'reached' }) },
    );
    assert.deepEqual([places, waiting.map(({ why }) => why)], [[['a', 'two', 0]], ['quota']]);
  });
});
