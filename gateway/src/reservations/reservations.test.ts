import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import {
  calendarQuery,
  changeReservation,
  reservationsByIdQuery,
  reserve,
  setMaintenance,
} from '@berth/contracts/scheduler/reservations';
import { updateSchedule } from '@berth/contracts/scheduler/schedule';
import type { CalendarView, ReservationView } from '@berth/contracts/scheduler/reservation.views';
import { newId } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { toGlobalId } from '../graphql/ids.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const FROM = '2026-01-05T09:00:00.000Z';
const UNTIL = '2026-01-05T10:00:00.000Z';
const device = { hostId: newId(), uuid: 'GPU-1', index: 0, model: 'A100', simulated: true };
const aReservation = (change: Partial<ReservationView> = {}): ReservationView => ({
  id: newId(),
  poolId: newId(),
  projectId: newId(),
  userId: newId(),
  state: 'reserved',
  from: FROM,
  until: UNTIL,
  devices: [device],
  sharedWithProject: false,
  grantPriority: 1,
  createdAt: FROM,
  changes: [],
  warnings: [],
  ...change,
});

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

const RESERVE = `mutation ($input: ReserveInput!) { reserve(input: $input) {
  __typename
  ... on ReserveSuccess { reservation { id state } reservations { id } }
  ... on ReservationConflict { code field freeUntil freeWindows { from until devices { uuid model } } }
} }`;

describe('reserve', () => {
  it('hands on what is asked for, and shows all occurrences', async () => {
    const [first, second] = [aReservation(), aReservation()];
    let asked: unknown;
    platform.answer(reserve, (input) => {
      asked = input;
      return [first, second];
    });
    const poolId = newId();
    const input = {
      project: 'vision',
      pool: toGlobalId('Pool', poolId),
      gpus: { count: 2, model: null },
      from: FROM,
      durationMinutes: 60,
      repeat: { every: 'WEEK', days: ['MON'], count: 2, timeZone: 'Europe/Berlin' },
    };
    const data = await client.data(RESERVE, { input });
    assert.deepEqual(data, {
      reserve: {
        __typename: 'ReserveSuccess',
        reservation: { id: toGlobalId('Reservation', first.id), state: 'RESERVED' },
        reservations: [first, second].map(({ id }) => ({ id: toGlobalId('Reservation', id) })),
      },
    });
    const repeat = { ...input.repeat, every: 'week', days: ['mon'] };
    assert.deepEqual(asked, { ...input, repeat, pool: poolId, gpus: { count: 2 } });
  });

  it('tells the free windows with a collision', async () => {
    const window = { from: FROM, until: UNTIL, devices: [device] };
    platform.refuse(reserve, reject('RESERVATION_CONFLICT', 'taken', 'from', { freeWindows: [window] }));
    const data = await client.data(RESERVE, { input: { project: 'vision', durationMinutes: 60 } });
    const { uuid, model } = device;
    assert.deepEqual(data, {
      reserve: {
        __typename: 'ReservationConflict',
        code: 'RESERVATION_CONFLICT',
        field: 'input.from',
        freeUntil: null,
        freeWindows: [{ from: FROM, until: UNTIL, devices: [{ uuid, model }] }],
      },
    });
    const details = { freeUntil: UNTIL, freeWindows: [] };
    platform.refuse(reserve, reject('RESERVATION_CONFLICT', 'taken', 'until', details));
    const { reserve: later } = await client.data(RESERVE, {
      input: { project: 'vision', durationMinutes: 60 },
    });
    assert.equal(later.freeUntil, UNTIL);
  });
});

describe('setMaintenance', () => {
  it('takes hosts by their node ids', async () => {
    let asked: unknown;
    platform.answer(setMaintenance, (input) => {
      asked = input;
      return [];
    });
    const hosts = [
      { hostId: toGlobalId('Host', device.hostId), devices: ['GPU-1'] },
      { hostId: device.hostId },
    ];
    const input = { pool: 'lab', hosts, durationMinutes: 60, reason: 'a fan' };
    await client.data(
      'mutation ($input: SetMaintenanceInput!) { setMaintenance(input: $input) { __typename } }',
      { input },
    );
    const { hostId } = device;
    const expected = { ...input, hosts: [{ hostId, devices: ['GPU-1'] }, { hostId }] };
    assert.deepEqual(asked, expected);
  });

  it('is refused in the words of its input', async () => {
    const message = 'hosts.0.devices: must name at least one device';
    platform.refuse(setMaintenance, reject('VALIDATION_FAILED', message, 'hosts.0.devices'));
    const input = {
      pool: 'lab',
      hosts: [{ hostId: device.hostId, devices: [] }],
      durationMinutes: 60,
      reason: 'a fan',
    };
    const { setMaintenance: refused } = await client.data(
      'mutation ($input: SetMaintenanceInput!) { setMaintenance(input: $input) { ... on Error { field message } } }',
      { input },
    );
    assert.deepEqual(refused, {
      field: 'input.hosts.0.devices',
      message: 'hosts.0.devices: must name at least one device',
    });
  });
});

describe('a reservation', () => {
  it('is found as a node, and is null to who may not see it', async () => {
    const seen = aReservation();
    platform.answer(reservationsByIdQuery, ({ ids }) => ((ids as string[]).includes(seen.id) ? [seen] : []));
    const ask = 'query ($id: ID!) { node(id: $id) { __typename id } reservation(id: $id) { state } }';
    const id = toGlobalId('Reservation', seen.id);
    const data = await client.data(ask, { id });
    assert.deepEqual(data, { node: { __typename: 'Reservation', id }, reservation: { state: 'RESERVED' } });
    const other = await client.data(ask, { id: toGlobalId('Reservation', newId()) });
    assert.deepEqual(other, { node: null, reservation: null });
  });
});

describe('calendarChanged', () => {
  it('shows the calendar, and again when what the caller sees of it has changed', async () => {
    const poolId = newId();
    let entries: CalendarView['entries'] = [];
    let asked = 0;
    platform.answer(calendarQuery, ({ from, until }) => {
      asked += 1;
      return { poolId, from: String(from), until: String(until), entries };
    });
    const seen: number[] = [];
    const reading = (async () => {
      const items = client.follow(
        'subscription { calendarChanged(pool: "lab") { entries { kind visible entryId } } }',
        {},
      );
      for await (const { data } of items) {
        seen.push((data?.calendarChanged as { entries: unknown[] }).entries.length);
        if (seen.length === 2) return;
      }
    })();
    const change = () =>
      platform.publish(`calendar:${poolId}`, 'scheduler.calendar.reservationUsed.v1', {
        poolId,
        projectId: newId(),
      });
    await eventually(() => assert.equal(seen.length, 1));
    const before = asked;
    await eventually(async () => {
      await change();
      assert.ok(asked > before, 'it asks again');
    });
    assert.deepEqual(seen, [0]);
    const held = { hostId: device.hostId, uuid: device.uuid };
    entries = [{ kind: 'reservation', from: FROM, until: UNTIL, devices: [held], visible: false }];
    await eventually(async () => {
      await change();
      assert.deepEqual(seen, [0, 1]);
    });
    await reading;
  });
});

describe('null', () => {
  const asked: unknown[] = [];
  beforeAll(() => {
    platform.answer(changeReservation, (input) => {
      asked.push(input);
      return aReservation();
    });
    platform.answer(updateSchedule, (input) => {
      asked.push(input);
      return {} as never;
    });
  });
  it('clears clearable fields, and otherwise means the same as an omitted field', async () => {
    const id = newId();
    const change = `mutation ($input: ChangeReservationInput!) { changeReservation(input: $input) { __typename } }`;
    for (const input of [{ title: null, from: null }, { title: 'a' }, {}])
      await client.data(change, { input: { reservationId: id, ...input } });
    const update = `mutation ($input: UpdateScheduleInput!) { updateSchedule(input: $input) { __typename } }`;
    for (const input of [{ until: null, name: null }, {}])
      await client.data(update, { input: { scheduleId: id, ...input } });
    const [reservationId, scheduleId] = [{ reservationId: id }, { scheduleId: id }];
    assert.deepEqual(asked, [
      { ...reservationId, title: null },
      { ...reservationId, title: 'a' },
      reservationId,
      { ...scheduleId, until: null },
      scheduleId,
    ]);
  });
});
