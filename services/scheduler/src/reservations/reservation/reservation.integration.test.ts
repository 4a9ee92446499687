import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import type { OperationDefinition, RawInputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type {
  AvailabilityView,
  CalendarView,
  MaintenanceView,
  ReservationView,
} from '@berth/contracts/scheduler/reservation.views';
import {
  availabilityQuery,
  calendarQuery,
  cancelMaintenance,
  cancelReservation,
  changeReservation,
  extendReservation,
  maintenanceQuery,
  releaseReservation,
  reservationsByIdQuery,
  reservationsQuery,
  reserve,
  setMaintenance,
} from '@berth/contracts/scheduler/reservations';
import { idFromName, newId } from '@berth/kernel/ids';
import { aGrant } from '../../testing/foreign-events.js';
import { Installation } from '../../testing/installation.js';

jest.setTimeout(180_000);

const ahead = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

let berth: Installation;
let poolId: string;
let hostId: string;
beforeAll(async () => {
  berth = await Installation.start();
  const host = await berth.aHost('lab', 2);
  poolId = host.poolId;
  hostId = host.agent.hostId;
});
afterAll(() => berth.stop());

const wish = (change: object = {}) => ({ project: 'vision', pool: 'lab', durationMinutes: 60, ...change });
async function reserved(change: object = {}, key = newId()): Promise<ReservationView> {
  const [view] = await berth.done(reserve, wish(change), key);
  assert.ok(view);
  return view;
}
async function asked<R>(operation: OperationDefinition, input: object, role?: 'operator'): Promise<R> {
  const reply = await berth.ask(operation, input as RawInputOf<OperationDefinition>, role ? { role } : {});
  assert.ok(reply.ok, reply.ok ? '' : `${reply.error.code} ${reply.error.message}`);
  return reply.result as R;
}
async function refused(operation: OperationDefinition, input: object) {
  const reply = await berth.ask(operation, input as RawInputOf<OperationDefinition>);
  assert.ok(!reply.ok, JSON.stringify(reply));
  return reply.error;
}
const shown = async (id: string): Promise<ReservationView | undefined> =>
  (await asked<readonly ReservationView[]>(reservationsByIdQuery, { ids: [id] }))[0];
const until = (id: string, state: ReservationView['state']) =>
  berth.eventually(async () => assert.equal((await shown(id))?.state, state));

describe('reservations', () => {
  it('are made, found, changed, extended and released, and remember all of it', async () => {
    const made = await reserved({ gpus: { count: 2 }, from: ahead(60), title: 'thesis' });
    assert.deepEqual([made.state, made.devices.length, made.title], ['reserved', 2, 'thesis']);
    const moved = await berth.done(changeReservation, {
      reservationId: made.id,
      from: ahead(120),
      gpus: { count: 1 },
      reason: 'one is enough',
    });
    assert.deepEqual([moved.devices.length, moved.changes.length], [1, 2]);
    const extension = { reservationId: made.id, minutes: 30 };
    const longer = await berth.done(extendReservation, extension, 'longer');
    assert.deepEqual(await berth.done(extendReservation, extension, 'longer'), longer);
    assert.equal(Date.parse(longer.until) - Date.parse(longer.from), 90 * 60_000);
    const released = await berth.done(releaseReservation, { reservationId: made.id, reason: 'done' });
    assert.deepEqual([released.state, released.endReason], ['released', 'done']);
    const again = await berth.done(releaseReservation, { reservationId: made.id });
    assert.equal(again.state, 'released');
    assert.deepEqual(await berth.history('reservation', made.id), [
      'reserved',
      'reservationChanged',
      'reservationChanged',
      'reservationEnded',
    ]);
    const before = await asked<PageOf<ReservationView>>(reservationsQuery, { asOf: made.createdAt });
    const then = before.items.find(({ node }) => node.id === made.id)?.node;
    assert.deepEqual([then?.state, then?.from, then?.devices.length], ['reserved', made.from, 2]);
    const asOf = async (instant: string) =>
      asked<readonly ReservationView[]>(reservationsByIdQuery, { ids: [made.id], asOf: instant });
    assert.deepEqual(await asOf(made.createdAt), [then]);
    assert.deepEqual(await asOf('2020-01-01T00:00:00.000Z'), []);
    assert.equal((await refused(reservationsByIdQuery, { ids: [made.id], asOf: ahead(60) })).field, 'asOf');
  });

  it('are made once, however often they are asked for, and refused with another input', async () => {
    const key = newId();
    const input = { from: ahead(600) };
    const first = await reserved(input, key);
    assert.equal((await reserved(input, key)).id, first.id);
    await berth.scheduler.stop();
    await berth.scheduler.start();
    assert.equal((await reserved(input, key)).id, first.id);
    await berth.done(cancelReservation, { reservationId: first.id });
    assert.equal((await reserved(input, key)).state, 'cancelled');
    const titled = await reserved({ from: ahead(800), title: 'Über Nacht: paper' });
    await berth.eventually(async () => {
      const found = await asked<PageOf<ReservationView>>(reservationsQuery, { search: 'ÜBER nacht' });
      assert.deepEqual(
        found.items.map(({ node }) => node.id),
        [titled.id],
      );
      assert.equal('titleLower' in (found.items[0]?.node ?? {}), false);
    });
    const middle = await asked<PageOf<ReservationView>>(reservationsQuery, { search: 'nacht' });
    assert.deepEqual(middle.items, []);
    await berth.done(cancelReservation, { reservationId: titled.id });
    const starts = async (sort: 'newest' | 'oldest') =>
      (await asked<PageOf<ReservationView>>(reservationsQuery, { sort })).items.map(({ node }) => node.from);
    const [latest, earliest] = [await starts('newest'), await starts('oldest')];
    assert.ok(latest.length >= 2);
    assert.deepEqual(earliest, latest.toSorted());
    assert.deepEqual(latest, earliest.toReversed());
    const other = await berth.ask(reserve, wish({ from: ahead(700) }), { key });
    assert.ok(!other.ok && other.error.code === 'IDEMPOTENCY_KEY_REUSED');
  });

  it('are extended once, though the calendar has done so much since that it remembers nothing of it', async () => {
    const { id: reservationId } = await reserved({ from: ahead(20_000) });
    const extension = { reservationId, minutes: 30 };
    const { until: longer } = await berth.done(extendReservation, extension, 'once');
    const titles = Array.from({ length: 300 }, (_, index) => `title ${index}`);
    await Promise.all(titles.map((title) => berth.done(changeReservation, { reservationId, title }, title)));
    assert.equal((await berth.done(extendReservation, extension, 'once')).until, longer);
    const other = await berth.ask(extendReservation, { reservationId, minutes: 5 }, { key: 'once' });
    assert.ok(!other.ok && other.error.code === 'IDEMPOTENCY_KEY_REUSED');
    await berth.done(cancelReservation, { reservationId });
  });

  it('that collide are refused with windows that are free, which can then be had', async () => {
    const window = { from: ahead(1000), durationMinutes: 120 };
    await reserved({ ...window, gpus: { count: 2 } });
    const refusal = await refused(reserve, wish({ ...window, durationMinutes: 60 }));
    assert.deepEqual([refusal.code, refusal.field], ['RESERVATION_CONFLICT', 'from']);
    const windows = refusal.details?.['freeWindows'] as unknown as AvailabilityView['windows'];
    const [nearest] = windows;
    assert.ok(nearest);
    const instead = await reserved({ from: nearest.from });
    assert.equal(instead.devices.length, 1);
    await berth.done(releaseReservation, { reservationId: instead.id });
  });

  it('begin and end by themselves', async () => {
    const soon = new Date(Date.now() + 1500).toISOString();
    const end = new Date(Date.now() + 3000).toISOString();
    const { id } = await reserved({ from: soon, durationMinutes: undefined, until: end });
    await until(id, 'active');
    await until(id, 'completed');
    const told = await berth.history('reservation', id);
    assert.deepEqual(
      told.filter((type) => type !== 'reservationWarned'),
      ['reserved', 'reservationStarted', 'reservationEnded'],
    );
  });

  it('recur, and are cancelled as a series', async () => {
    const repeat = { every: 'day', count: 3, timeZone: 'Europe/Berlin' };
    const series = await berth.done(reserve, wish({ from: ahead(3000), repeat }) as never, newId());
    assert.equal(series.length, 3);
    assert.equal(new Set(series.map(({ seriesId }) => seriesId)).size, 1);
    const [first, second, third] = series;
    const rest = { reservationId: second?.id ?? '', restOfSeries: true };
    const gone = await berth.done(cancelReservation, rest);
    assert.deepEqual(
      gone.map(({ id, state }) => [id, state]),
      [
        [second?.id, 'cancelled'],
        [third?.id, 'cancelled'],
      ],
    );
    assert.equal((await shown(first?.id ?? ''))?.state, 'reserved');
    await berth.done(cancelReservation, { reservationId: first?.id ?? '' });
    const under = await berth.done(reserve, wish({ repeat: { every: 'day', count: 2 } }) as never, newId());
    const begun = { reservationId: under[0]?.id ?? '' };
    const late = await refused(cancelReservation, { ...begun, restOfSeries: true });
    assert.equal(late.code, 'INVALID_STATE');
    assert.equal((await shown(under[1]?.id ?? ''))?.state, 'reserved');
    await berth.done(releaseReservation, begun);
    await berth.done(cancelReservation, { reservationId: under[1]?.id ?? '' });
  });

  it('are busy times to those who may not see them, and devices without a grant are not there', async () => {
    const eve = idFromName('user', 'eve');
    const seen = 'GPU-lab-0';
    await berth.hear(aGrant({ grantId: newId(), userId: eve, poolId, deviceUuid: seen }));
    const made = await reserved({ from: ahead(5000), gpus: { count: 2 }, title: 'secret' });
    const range = { pool: 'lab', from: ahead(4990), until: ahead(5100) };
    const ask = <R>(operation: OperationDefinition, input: object) =>
      berth.eventually(async () => {
        const reply = await berth.others.ask([eve, 'member'], operation, input as never, newId());
        assert.ok(reply.ok, JSON.stringify(reply));
        return reply.result as R;
      });
    const { entries } = await ask<CalendarView>(calendarQuery, range);
    assert.deepEqual(
      entries.map(({ kind, visible, title, id, devices }) => [kind, visible, title, id, devices]),
      [['reservation', false, undefined, undefined, [{ hostId, uuid: seen }]]],
    );
    const own = await asked<CalendarView>(calendarQuery, range);
    assert.deepEqual(
      own.entries.map(({ visible, title, id, devices }) => [visible, title, id, devices.length]),
      [[true, 'secret', made.id, 2]],
    );
    const free = await ask<AvailabilityView>(availabilityQuery, { pool: 'lab', durationMinutes: 5 });
    assert.equal(free.matching, 1);
    const noReservation: readonly [object, string][] = [
      [{ durationMinutes: 49 * 60 }, 'durationMinutes'],
      [{ durationMinutes: 5, from: ahead(200), until: ahead(100) }, 'until'],
      [{ durationMinutes: 5, from: ahead(100 * 1440) }, 'from'],
    ];
    for (const [input, field] of noReservation) {
      const reply = await berth.others.ask(
        [eve, 'member'],
        availabilityQuery,
        { pool: 'lab', ...input } as never,
        newId(),
      );
      assert.equal(reply.ok ? 'fine' : reply.error.field, field);
    }
    assert.deepEqual(await ask(reservationsByIdQuery, { ids: [made.id] }), []);
    const reply = await berth.others.ask(
      [eve, 'member'],
      releaseReservation,
      { reservationId: made.id },
      newId(),
    );
    assert.ok(!reply.ok && reply.error.code === 'NOT_FOUND');
    await berth.done(cancelReservation, { reservationId: made.id });
  });

  it('yield to maintenance only by a warning, and are refused in it', async () => {
    const made = await reserved({ from: ahead(7000) });
    const window = { pool: 'lab', hosts: [{ hostId }], reason: 'a fan', durationMinutes: 120 };
    const [set] = await asked<readonly MaintenanceView[]>(
      setMaintenance,
      { ...window, from: ahead(6990) },
      'operator',
    );
    assert.ok(set);
    await berth.eventually(async () =>
      assert.deepEqual(
        (await shown(made.id))?.warnings.map(({ kind, windowId }) => [kind, windowId]),
        [['maintenance', set.id]],
      ),
    );
    assert.equal((await refused(reserve, wish({ from: ahead(7061) }))).code, 'RESERVATION_CONFLICT');
    assert.deepEqual(await berth.history('maintenance', set.id), ['maintenanceSet']);
    const other = { ...window, from: ahead(7200) };
    const [brief] = await asked<readonly MaintenanceView[]>(setMaintenance, other, 'operator');
    const done = { maintenanceId: brief?.id ?? '' };
    const [over] = await asked<readonly MaintenanceView[]>(cancelMaintenance, done, 'operator');
    assert.equal(over?.state, 'cancelled');
    const [off] = await asked<readonly MaintenanceView[]>(
      cancelMaintenance,
      { maintenanceId: set.id },
      'operator',
    );
    assert.equal(off?.state, 'cancelled');
    await berth.done(cancelReservation, { reservationId: made.id });

    const list = (filter: object, role?: 'operator') =>
      asked<PageOf<MaintenanceView>>(maintenanceQuery, filter, role);
    const ids = ({ items }: PageOf<MaintenanceView>) => items.map(({ node }) => node.id);
    const both = [brief?.id, set.id];
    await berth.eventually(async () =>
      assert.deepEqual(ids(await list({ states: ['cancelled'] }, 'operator')), both),
    );
    // Members see what concerns devices of theirs, and are not told how many windows there are.
    for (const filter of [{}, { poolId }, { hostId }, { sort: 'newest' }, { states: ['cancelled', 'set'] }])
      assert.deepEqual(ids(await list(filter)), both, JSON.stringify(filter));
    for (const filter of [
      { poolId: newId() },
      { hostId: newId() },
      { states: ['completed'] },
      { seriesId: newId() },
    ])
      assert.deepEqual(ids(await list(filter)), [], JSON.stringify(filter));
    assert.deepEqual(ids(await list({ sort: 'oldest' }, 'operator')), both.toReversed());
    assert.deepEqual(ids(await list({ until: ahead(7000) })), [set.id]);
    assert.equal((await list({ count: true }, 'operator')).totalCount, 2);
    assert.equal((await list({ count: true })).totalCount, undefined);
    const [first] = (await list({ first: 1 })).items;
    assert.deepEqual(ids(await list({ first: 1, after: first?.cursor })), [set.id]);
  });

  it('need a pool that takes them, a time that may be had, and devices that are there', async () => {
    for (const [change, code, field] of [
      [{ pool: 'nowhere' }, 'NOT_FOUND', 'pool'],
      [{ project: 'nothing' }, 'NOT_FOUND', 'project'],
      [{ durationMinutes: 49 * 60 }, 'VALIDATION_FAILED', 'durationMinutes'],
      [{ durationMinutes: undefined }, 'VALIDATION_FAILED', 'durationMinutes'],
      [{ from: ahead(-10) }, 'VALIDATION_FAILED', 'from'],
      [{ from: ahead(91 * 24 * 60) }, 'VALIDATION_FAILED', 'from'],
      [{ gpus: { count: 3 } }, 'VALIDATION_FAILED', 'gpus.count'],
      [{ gpus: { devices: ['GPU-other-0'] } }, 'NOT_FOUND', 'gpus.devices'],
      [{ gpus: { count: 2, devices: ['GPU-lab-0'] } }, 'VALIDATION_FAILED', 'gpus.count'],
      [{ repeat: { every: 'day' } }, 'VALIDATION_FAILED', 'repeat.count'],
      [
        { repeat: { every: 'day', count: 2, timeZone: 'Mars/Olympus' } },
        'VALIDATION_FAILED',
        'repeat.timeZone',
      ],
    ] as const) {
      const refusal = await refused(reserve, wish(change));
      assert.deepEqual([refusal.code, refusal.field], [code, field], JSON.stringify(change));
    }
  });
});
