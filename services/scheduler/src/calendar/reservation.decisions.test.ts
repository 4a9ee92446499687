import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { aDevice, ada, at, bob, reserve, reservation } from '../testing/calendar.fixtures.js';
import { NOW, poolId } from '../testing/fixtures.js';
import type { ReservationEnding, ReservationWarning } from '@berth/contracts/scheduler/reservation.events';
import type { CalendarCommand, ChangeReservationCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';

const STARTED = 'scheduler.calendar.reservationStarted.v1';
const USED = 'scheduler.calendar.reservationUsed.v1';
const WARNED = 'scheduler.calendar.reservationWarned.v1';
const ENDED = 'scheduler.calendar.reservationEnded.v1';
const CHANGED = 'scheduler.calendar.reservationChanged.v1';
const reservationId = reservation('a');
const of = { poolId, reservationId } as const;

const empty = given(calendarDecider);
const after = (...commands: readonly CalendarCommand[]) =>
  commands.reduce((scenario, command) => scenario.when(command).and, empty);
const ahead = after(reserve('a', ['G0', 'G1'], [60, 120]));
const underWay = after(reserve('a', ['G0', 'G1'], [0, 120]));

const start = (minutes: number): CalendarCommand => ({ type: 'startReservation', ...of, now: at(minutes) });
const use = (minutes: number): CalendarCommand => ({
  type: 'useReservation',
  ...of,
  by: 'job',
  now: at(minutes),
});
const end = (cause: ReservationEnding, minutes: number): CalendarCommand => ({
  type: 'endReservation',
  ...of,
  cause,
  now: at(minutes),
});
const titled = after(reserve('a', ['G0', 'G1'], [60, 120], { title: 'training' }));
const warn = (warning: ReservationWarning): CalendarCommand => ({
  type: 'warnReservation',
  ...of,
  warning,
  message: 'soon',
  now: NOW,
});
const change = (what: Partial<ChangeReservationCommand>): CalendarCommand => ({
  type: 'changeReservation',
  ...of,
  limits: { maxHours: 4, horizon: at(10_000), maxPerUser: 100 },
  now: at(10),
  ...what,
});

describe('the title of a reservation', () => {
  it('is changed, and taken back, and stays where nothing is said of it', () => {
    const cleared = titled.when(change({ title: null }));
    cleared.then({
      type: CHANGED,
      data: {
        reservationId,
        poolId,
        ...ada,
        from: at(60),
        until: at(120),
        devices: [aDevice('G0'), aDevice('G1')],
        cleared: ['title'],
        changedAt: at(10),
      },
    });
    cleared.and.when(change({ title: null })).nothing();
    titled.when(change({ title: 'training' })).nothing();
    titled.when(change({})).nothing();
  });
});

describe('a reservation in its time', () => {
  it('begins in its window, once', () => {
    ahead.when(start(59)).nothing();
    ahead.when(start(120)).nothing();
    ahead.when(start(60)).thenTypes(STARTED).and.when(start(61)).nothing();
  });
  it('is used once, and begun by that if nobody noticed before', () => {
    ahead.when(use(10)).nothing();
    ahead.when(use(61)).thenTypes(STARTED, USED).and.when(use(62)).nothing();
    underWay.when(use(1)).thenTypes(USED);
  });
  it('is warned once of each thing, and again when its window has changed', () => {
    const told = ahead.when(warn('startsSoon')).thenTypes(WARNED).and;
    told.when(warn('startsSoon')).nothing();
    told.when(warn('endsSoon')).thenTypes(WARNED);
    told
      .when(change({ extendMinutes: 5 }))
      .and.when(warn('startsSoon'))
      .thenTypes(WARNED);
  });
});

describe('the end of a reservation', () => {
  it('comes when its window is over, and not before, whatever a timer says', () => {
    underWay.when(end('completed', 119)).nothing();
    underWay
      .when(end('completed', 500))
      .then({
        type: ENDED,
        data: {
          ...of,
          ...ada,
          from: NOW,
          until: at(120),
          cause: 'completed',
          started: true,
          devices: [aDevice('G0'), aDevice('G1')],
          endedAt: at(120),
        },
      })
      .and.when(end('completed', 501))
      .nothing();
  });
  it('frees its devices at once when it is released', () => {
    underWay
      .when(end('released', 30))
      .thenTypes(ENDED)
      .and.when(reserve('b', ['G0'], [30, 60], { ...bob, now: at(30) }))
      .thenTypes('scheduler.calendar.reserved.v1', STARTED);
  });
  it('begins it first where nobody noticed that it had begun', () => {
    ahead.when(end('released', 61)).thenTypes(STARTED, ENDED);
  });
  it('is a cancellation only before it begins', () => {
    ahead.when(end('cancelled', 10)).thenTypes(ENDED);
    ahead.when(end('cancelled', 60)).refused('INVALID_STATE', 'reservationId');
  });
  it('is a no-show only where it has begun and was never used', () => {
    ahead.when(end('noShow', 10)).nothing();
    underWay.when(end('noShow', 10)).thenTypes(ENDED);
    underWay.when(use(1)).and.when(end('noShow', 10)).nothing();
  });
  it('comes at any time when its holder is gone', () => {
    ahead.when(end('holderIneligible', 10)).thenTypes(ENDED);
    underWay.when(end('holderIneligible', 10)).thenTypes(ENDED);
  });
});

describe('changing a reservation', () => {
  it('moves it with its duration, or gives it another end', () => {
    ahead.when(change({ from: at(90) })).then({
      type: CHANGED,
      data: {
        ...of,
        ...ada,
        from: at(90),
        until: at(150),
        devices: [aDevice('G0'), aDevice('G1')],
        changedAt: at(10),
      },
    });
    ahead.when(change({ until: at(70) })).thenTypes(CHANGED);
    ahead.when(change({ extendMinutes: 30, reason: 'slow' })).thenTypes(CHANGED);
    ahead.when(change({ title: 'thesis' })).thenTypes(CHANGED);
  });
  it('does nothing where it is so already', () => {
    ahead.when(change({ from: at(60), until: at(120) })).nothing();
  });
  it('is refused where others have reserved, and free beside them', () => {
    const between = after(
      reserve('a', ['G0', 'G1'], [60, 120]),
      reserve('b', ['G1'], [130, 180], bob),
      reserve('c', ['G0'], [20, 50], bob),
    );
    between.when(change({ extendMinutes: 10 })).thenTypes(CHANGED);
    between.when(change({ extendMinutes: 11 })).refused('RESERVATION_CONFLICT', 'minutes');
    between.when(change({ until: at(131) })).refused('RESERVATION_CONFLICT', 'until');
    between.when(change({ from: at(49) })).refused('RESERVATION_CONFLICT', 'from');
  });
  it('tells how long it can last where it cannot last so long as is wanted', () => {
    const refusal = (of: ReturnType<typeof after>, what: Partial<ChangeReservationCommand>) => {
      const { message, details } = of.when(change(what)).rejection;
      return [message, details?.['freeUntil']];
    };
    const followed = after(reserve('a', ['G0', 'G1'], [0, 120]), reserve('b', ['G1'], [130, 180], bob));
    assert.deepEqual(refusal(followed, { extendMinutes: 60 }), [
      `minutes: its devices are free until ${at(130)}: extend it by at most 10 minutes`,
      at(130),
    ]);
    const closely = after(reserve('a', ['G0', 'G1'], [0, 120]), reserve('b', ['G1'], [120, 180], bob));
    assert.deepEqual(refusal(closely, { until: at(130) }), [
      'until: its devices are reserved immediately after it; reserve other devices',
      at(120),
    ]);
  });
  it('gives it other devices, and leaves it those that it may keep', () => {
    const candidates = ['G2', 'G1'].map((uuid) => aDevice(uuid));
    ahead.when(change({ choice: { count: 2, candidates } })).then({
      type: CHANGED,
      data: {
        ...of,
        ...ada,
        from: at(60),
        until: at(120),
        devices: [aDevice('G1'), aDevice('G2')],
        changedAt: at(10),
      },
    });
    ahead.when(change({ choice: { count: 3, candidates } })).refused('RESERVATION_CONFLICT');
  });
  it('leaves one that has begun its beginning and its devices', () => {
    underWay.when(change({ from: at(20) })).refused('INVALID_STATE', 'from');
    underWay
      .when(change({ choice: { count: 1, candidates: [aDevice('G0')] } }))
      .refused('INVALID_STATE', 'gpus');
    underWay.when(change({ until: at(10) })).refused('VALIDATION_FAILED', 'until');
    underWay.when(change({ until: at(11) })).thenTypes(CHANGED);
    underWay.when(change({ extendMinutes: 60 })).thenTypes(CHANGED);
  });
  it('keeps to the limits, which shortening cannot break', () => {
    ahead.when(change({ extendMinutes: 240 })).refused('VALIDATION_FAILED', 'minutes');
    ahead.when(change({ until: at(310) })).refused('VALIDATION_FAILED', 'until');
    ahead.when(change({ from: at(9) })).refused('VALIDATION_FAILED', 'from');
    const short = { maxHours: 0.1, horizon: at(0), maxPerUser: 1 };
    ahead.when(change({ until: at(100), limits: short })).thenTypes(CHANGED);
    ahead.when(change({ until: at(50) })).refused('VALIDATION_FAILED', 'until');
  });
  it('comes too late when it is over', () => {
    underWay.when(change({ extendMinutes: 10, now: at(121) })).refused('INVALID_STATE', 'reservationId');
    empty.when(change({ extendMinutes: 10 })).refused('INVALID_STATE', 'reservationId');
  });
});
