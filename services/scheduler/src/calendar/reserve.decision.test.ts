import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { aDevice, aLease, at, bob, reserve, lease, reservation } from '../testing/calendar.fixtures.js';
import { hostId, NOW, poolId, projectId, userId } from '../testing/fixtures.js';
import { idFromName } from '@berth/kernel/ids';
import type { ReserveCommand, CalendarCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';

const RESERVED = 'scheduler.calendar.reserved.v1';
const STARTED = 'scheduler.calendar.reservationStarted.v1';
const empty = given(calendarDecider);
const after = (...commands: readonly CalendarCommand[]) =>
  commands.reduce((scenario, command) => scenario.when(command).and, empty);

const devicesOf = (command: ReserveCommand, ...before: readonly CalendarCommand[]): string[] => {
  let state = calendarDecider.initialState;
  for (const each of before) {
    const decided = calendarDecider.decide(each, state);
    assert.ok(decided.ok);
    state = decided.value.reduce(calendarDecider.evolve, state);
  }
  const decided = calendarDecider.decide(command, state);
  assert.ok(decided.ok && decided.value[0]?.type === RESERVED);
  return decided.value[0].data.devices.map(({ uuid }) => uuid);
};

describe('reservation devices', () => {
  it('holds them for the window', () => {
    empty.when(reserve('a', ['G0'], [60, 120], { title: 'thesis', reason: 'a deadline' })).then({
      type: RESERVED,
      data: {
        reservationId: reservation('a'),
        poolId,
        projectId,
        userId,
        from: at(60),
        until: at(120),
        devices: [aDevice('G0')],
        title: 'thesis',
        reason: 'a deadline',
        sharedWithProject: false,
        grantPriority: 1,
        reservedAt: NOW,
      },
    });
  });
  it('begins at once where its window has', () => {
    empty.when(reserve('a', ['G0'], [0, 120])).thenTypes(RESERVED, STARTED);
  });
  it('does nothing the second time', () => {
    after(reserve('a', ['G0'], [60, 120]))
      .when(reserve('a', ['G0'], [60, 120]))
      .nothing();
  });
  it('follows on another without a gap', () => {
    after(reserve('a', ['G0'], [60, 120]))
      .when(reserve('b', ['G0'], [120, 180], bob))
      .thenTypes(RESERVED)
      .and.when(reserve('c', ['G0'], [30, 60], bob))
      .thenTypes(RESERVED);
  });
  it('takes any that are free of those it may have', () => {
    const any = { count: 2, candidates: ['G0', 'G1', 'G2'].map((uuid) => aDevice(uuid)) };
    assert.deepEqual(devicesOf(reserve('b', [], [0, 60], { choice: any }), reserve('a', ['G1'], [0, 60])), [
      'G0',
      'G2',
    ]);
  });
  it('keeps together on one host, the fullest that will do', () => {
    const other = idFromName('host', 'two');
    const third = idFromName('host', 'three');
    const candidates = [
      ...['G0', 'G1', 'G2'].map((uuid) => aDevice(uuid)),
      ...['H0', 'H1'].map((uuid) => aDevice(uuid, other)),
      aDevice('I0', third),
    ];
    const any = (count: number) => reserve('a', [], [0, 60], { choice: { count, candidates } });
    assert.deepEqual(devicesOf(any(1)), ['I0']);
    assert.deepEqual(devicesOf(any(2)), ['H0', 'H1']);
    assert.deepEqual(devicesOf(any(5)), ['G0', 'G1', 'G2', 'H0', 'H1']);
  });
});

describe('a reservation that collides', () => {
  const told = (command: ReserveCommand, ...before: readonly CalendarCommand[]) => {
    let state = calendarDecider.initialState;
    for (const each of before) {
      const decided = calendarDecider.decide(each, state);
      assert.ok(decided.ok);
      state = decided.value.reduce(calendarDecider.evolve, state);
    }
    const refused = calendarDecider.decide(command, state);
    assert.ok(!refused.ok && refused.error.code === 'RESERVATION_CONFLICT');
    const windows = refused.error.details?.['freeWindows'] as { from: string; until: string }[];
    return windows.map(({ from, until }) => [from, until]);
  };
  const horizon = at(600);
  const limits = { maxHours: 48, horizon, maxPerUser: 100 };
  it('is refused with the nearest windows in which it would be possible', () => {
    const wanted = reserve('c', ['G0'], [130, 190], { limits });
    assert.deepEqual(
      told(wanted, reserve('a', ['G0'], [60, 150], bob), reserve('b', ['G0'], [180, 240], bob)),
      [
        [at(240), at(660)],
        [NOW, at(60)],
      ],
    );
  });
  it('says how many are free of how many', () => {
    const message = (devices: string[], count: number, ...taken: CalendarCommand[]) =>
      after(...taken).when(
        reserve('c', devices, [0, 60], {
          limits,
          choice: { count, candidates: devices.map((uuid) => aDevice(uuid)) },
        }),
      ).rejection.message;
    const taken = reserve('a', ['G0'], [0, 60], bob);
    const window = `free from ${NOW} to ${at(60)}; the nearest free window is from ${at(60)}`;
    assert.ok(message(['G0'], 1, taken).startsWith(`from: the device is not ${window}`));
    assert.ok(message(['G0', 'G1'], 2, taken).startsWith(`from: only 1 of 2 devices is ${window}`));
    const others = ['G0', 'G1', 'G2'];
    assert.ok(message(others, 3, taken).startsWith(`from: only 2 of 3 devices are ${window}`));
    const two = reserve('a', ['G0', 'G1', 'G2'], [0, 60], bob);
    assert.ok(
      message(others, 2, two).startsWith(`from: 2 were requested, and none of 3 devices are ${window}`),
    );
  });
  it('waits for leases to end or to yield, and never for those that may last forever', () => {
    const held = (terms: object) => lease(aLease('x', ['G0'], { ...bob, ...terms }));
    const wanted = reserve('c', ['G0'], [0, 60], { limits });
    assert.deepEqual(told(wanted, held({ until: at(90) })), [[at(90), at(660)]]);
    assert.deepEqual(told(wanted, held({ until: at(900), yieldsFrom: at(10) })), [[at(10), at(660)]]);
    assert.deepEqual(told(wanted, held({})), []);
  });
  it('is refused whole where one occurrence cannot be had', () => {
    const occurrences = [1, 2, 3].map((week) => ({
      reservationId: reservation(`w${week}`),
      from: at(week * 100),
      until: at(week * 100 + 50),
    }));
    after(reserve('a', ['G0'], [320, 330], bob))
      .when(reserve('s', ['G0'], [0, 0], { occurrences }))
      .refused('RESERVATION_CONFLICT', 'from');
    empty.when(reserve('s', ['G0'], [0, 0], { occurrences })).thenTypes(RESERVED, RESERVED, RESERVED);
  });
  it('is refused where its own occurrences overlap', () => {
    const occurrences = [0, 30].map((from) => ({
      reservationId: reservation(`o${from}`),
      from: at(from),
      until: at(from + 50),
    }));
    empty.when(reserve('s', ['G0'], [0, 0], { occurrences })).refused('RESERVATION_CONFLICT');
  });
  it('does not mind leases of its own holder, nor those of its project where it is shared', () => {
    after(lease(aLease('x', ['G0'])))
      .when(reserve('a', ['G0'], [0, 60]))
      .thenTypes(RESERVED, STARTED);
    const colleague = lease(aLease('x', ['G0'], { userId: bob.userId }));
    after(colleague)
      .when(reserve('a', ['G0'], [0, 60]))
      .refused('RESERVATION_CONFLICT');
    after(colleague)
      .when(reserve('a', ['G0'], [0, 60], { sharedWithProject: true }))
      .thenTypes(RESERVED, STARTED);
  });
});

describe('the limits of reservations', () => {
  const limits = { maxHours: 2, horizon: at(600), maxPerUser: 2 };
  const within = (name: string, window: readonly [number, number]) =>
    reserve(name, ['G0'], window, { limits });
  it('are their length, how far ahead they begin, and their number', () => {
    empty.when(within('a', [0, 121])).refused('VALIDATION_FAILED', 'durationMinutes');
    empty.when(within('a', [601, 700])).refused('VALIDATION_FAILED', 'from');
    empty.when(within('a', [-1, 60])).refused('VALIDATION_FAILED', 'from');
    empty.when(within('a', [60, 60])).refused('VALIDATION_FAILED', 'until');
    after(within('a', [0, 10]), within('b', [10, 20]))
      .when(within('c', [20, 30]))
      .refused('QUOTA_EXCEEDED', 'from');
  });
  it('count what is ahead or under way, not what has been', () => {
    after(within('a', [0, 10]), within('b', [10, 20]), {
      type: 'endReservation',
      poolId,
      reservationId: reservation('b'),
      cause: 'cancelled',
      now: NOW,
    })
      .when(within('c', [20, 30]))
      .thenTypes(RESERVED);
  });
});

describe('a reservation on a host in maintenance', () => {
  it('is refused in its window', () => {
    const maintained = after({
      type: 'setMaintenance',
      poolId,
      windows: [{ windowId: idFromName('window', 'w'), from: at(60), until: at(120) }],
      hosts: [{ hostId }],
      reason: 'a fan',
      now: NOW,
    });
    maintained.when(reserve('a', ['G0'], [30, 61])).refused('RESERVATION_CONFLICT');
    maintained.when(reserve('a', ['G0'], [120, 180])).thenTypes(RESERVED);
  });
});
