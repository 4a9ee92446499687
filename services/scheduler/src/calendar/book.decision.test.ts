import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { aDevice, aLease, at, bob, book, lease, reservation } from '../testing/calendar.fixtures.js';
import { hostId, NOW, poolId, projectId, userId } from '../testing/fixtures.js';
import { idFromName } from '@berth/kernel/ids';
import type { BookCommand, CalendarCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';

const BOOKED = 'scheduler.calendar.booked.v1';
const STARTED = 'scheduler.calendar.bookingStarted.v1';
const empty = given(calendarDecider);
const after = (...commands: readonly CalendarCommand[]) =>
  commands.reduce((scenario, command) => scenario.when(command).and, empty);

const devicesOf = (command: BookCommand, ...before: readonly CalendarCommand[]): string[] => {
  let state = calendarDecider.initialState;
  for (const each of before) {
    const decided = calendarDecider.decide(each, state);
    assert.ok(decided.ok);
    state = decided.value.reduce(calendarDecider.evolve, state);
  }
  const decided = calendarDecider.decide(command, state);
  assert.ok(decided.ok && decided.value[0]?.type === BOOKED);
  return decided.value[0].data.devices.map(({ uuid }) => uuid);
};

describe('booking devices', () => {
  it('holds them for the window', () => {
    empty.when(book('a', ['G0'], [60, 120], { title: 'thesis', reason: 'a deadline' })).then({
      type: BOOKED,
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
        bookedAt: NOW,
      },
    });
  });
  it('begins at once where its window has', () => {
    empty.when(book('a', ['G0'], [0, 120])).thenTypes(BOOKED, STARTED);
  });
  it('does nothing the second time', () => {
    after(book('a', ['G0'], [60, 120]))
      .when(book('a', ['G0'], [60, 120]))
      .nothing();
  });
  it('follows on another without a gap', () => {
    after(book('a', ['G0'], [60, 120]))
      .when(book('b', ['G0'], [120, 180], bob))
      .thenTypes(BOOKED)
      .and.when(book('c', ['G0'], [30, 60], bob))
      .thenTypes(BOOKED);
  });
  it('takes any that are free of those it may have', () => {
    const any = { count: 2, candidates: ['G0', 'G1', 'G2'].map((uuid) => aDevice(uuid)) };
    assert.deepEqual(devicesOf(book('b', [], [0, 60], { choice: any }), book('a', ['G1'], [0, 60])), [
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
    const any = (count: number) => book('a', [], [0, 60], { choice: { count, candidates } });
    assert.deepEqual(devicesOf(any(1)), ['I0']);
    assert.deepEqual(devicesOf(any(2)), ['H0', 'H1']);
    assert.deepEqual(devicesOf(any(5)), ['G0', 'G1', 'G2', 'H0', 'H1']);
  });
});

describe('a booking that collides', () => {
  const told = (command: BookCommand, ...before: readonly CalendarCommand[]) => {
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
  const limits = { longestHours: 48, horizon, maxPerUser: 100 };
  it('is refused with the nearest windows in which it would be possible', () => {
    const wanted = book('c', ['G0'], [130, 190], { limits });
    assert.deepEqual(told(wanted, book('a', ['G0'], [60, 150], bob), book('b', ['G0'], [180, 240], bob)), [
      [at(240), at(660)],
      [NOW, at(60)],
    ]);
  });
  it('says how many are free of how many', () => {
    const message = (devices: string[], count: number, ...taken: CalendarCommand[]) =>
      after(...taken).when(
        book('c', devices, [0, 60], {
          limits,
          choice: { count, candidates: devices.map((uuid) => aDevice(uuid)) },
        }),
      ).rejection.message;
    const taken = book('a', ['G0'], [0, 60], bob);
    const window = `free from ${NOW} to ${at(60)}; the nearest free window is from ${at(60)}`;
    assert.ok(message(['G0'], 1, taken).startsWith(`from: the device is not ${window}`));
    assert.ok(message(['G0', 'G1'], 2, taken).startsWith(`from: only 1 of 2 devices is ${window}`));
    const others = ['G0', 'G1', 'G2'];
    assert.ok(message(others, 3, taken).startsWith(`from: only 2 of 3 devices are ${window}`));
    const two = book('a', ['G0', 'G1', 'G2'], [0, 60], bob);
    assert.ok(message(others, 2, two).startsWith(`from: 2 are wanted, and none of 3 devices are ${window}`));
  });
  it('waits for leases to end or to yield, and never for those that may last for ever', () => {
    const held = (terms: object) => lease(aLease('x', ['G0'], { ...bob, ...terms }));
    const wanted = book('c', ['G0'], [0, 60], { limits });
    assert.deepEqual(told(wanted, held({ until: at(90) })), [[at(90), at(660)]]);
    assert.deepEqual(told(wanted, held({ until: at(900), yieldsFrom: at(10) })), [[at(10), at(660)]]);
    assert.deepEqual(told(wanted, held({})), []);
  });
  it('is refused whole where one occurrence can not be had', () => {
    const occurrences = [1, 2, 3].map((week) => ({
      reservationId: reservation(`w${week}`),
      from: at(week * 100),
      until: at(week * 100 + 50),
    }));
    after(book('a', ['G0'], [320, 330], bob))
      .when(book('s', ['G0'], [0, 0], { occurrences }))
      .refused('RESERVATION_CONFLICT', 'from');
    empty.when(book('s', ['G0'], [0, 0], { occurrences })).thenTypes(BOOKED, BOOKED, BOOKED);
  });
  it('is refused where its own occurrences overlap', () => {
    const occurrences = [0, 30].map((from) => ({
      reservationId: reservation(`o${from}`),
      from: at(from),
      until: at(from + 50),
    }));
    empty.when(book('s', ['G0'], [0, 0], { occurrences })).refused('RESERVATION_CONFLICT');
  });
  it('does not mind leases of its own holder, nor those of its project where it is shared', () => {
    after(lease(aLease('x', ['G0'])))
      .when(book('a', ['G0'], [0, 60]))
      .thenTypes(BOOKED, STARTED);
    const colleague = lease(aLease('x', ['G0'], { userId: bob.userId }));
    after(colleague)
      .when(book('a', ['G0'], [0, 60]))
      .refused('RESERVATION_CONFLICT');
    after(colleague)
      .when(book('a', ['G0'], [0, 60], { sharedWithProject: true }))
      .thenTypes(BOOKED, STARTED);
  });
});

describe('the limits of bookings', () => {
  const limits = { longestHours: 2, horizon: at(600), maxPerUser: 2 };
  const within = (name: string, window: readonly [number, number]) => book(name, ['G0'], window, { limits });
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
      kind: 'endBooking',
      poolId,
      reservationId: reservation('b'),
      cause: 'cancelled',
      now: NOW,
    })
      .when(within('c', [20, 30]))
      .thenTypes(BOOKED);
  });
});

describe('a booking on a host in maintenance', () => {
  it('is refused in its window', () => {
    const maintained = after({
      kind: 'setMaintenance',
      poolId,
      windows: [{ windowId: idFromName('window', 'w'), from: at(60), until: at(120) }],
      hosts: [{ hostId }],
      reason: 'a fan',
      now: NOW,
    });
    maintained.when(book('a', ['G0'], [30, 61])).refused('RESERVATION_CONFLICT');
    maintained.when(book('a', ['G0'], [120, 180])).thenTypes(BOOKED);
  });
});
