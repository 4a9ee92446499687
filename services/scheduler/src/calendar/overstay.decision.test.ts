import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { OverstayOutcome } from '@berth/contracts/scheduler/reservation.events';
import { given } from '@berth/service-host/testing';
import { ada, at, bob, reserve, reservation } from '../testing/calendar.fixtures.js';
import { hostId, poolId } from '../testing/fixtures.js';
import type { CalendarCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';
import type { Calendar } from './calendar.js';

const OVERSTAYED = 'scheduler.calendar.reservationOverstayed.v1';
const neededFor = { kind: 'reservation', id: reservation('b') } as const;
const note = (
  outcome: OverstayOutcome,
  change: Partial<Extract<CalendarCommand, { type: 'recordOverstay' }>> = {},
): CalendarCommand => ({
  type: 'recordOverstay',
  poolId,
  reservationId: reservation('a'),
  hostId,
  uuids: ['G0'],
  outcome,
  pids: [7],
  killed: 0,
  graceSeconds: 30,
  neededFor,
  now: at(31),
  ...change,
});
const end = (name: string, minutes: number): CalendarCommand => ({
  type: 'endReservation',
  poolId,
  reservationId: reservation(name),
  cause: 'completed',
  now: at(minutes),
});
const after = (...commands: readonly CalendarCommand[]) =>
  commands.reduce((scenario, command) => scenario.when(command).and, given(calendarDecider));
const stateAfter = (...commands: readonly CalendarCommand[]): Calendar =>
  commands.reduce((calendar, command) => {
    const decided = calendarDecider.decide(command, calendar);
    assert.ok(decided.ok);
    return decided.value.reduce(calendarDecider.evolve, calendar);
  }, calendarDecider.initialState);

const over = after(reserve('a', ['G0', 'G1'], [0, 30]), end('a', 30));

describe('what is noted of overstay', () => {
  it('is each thing once: signalled, then ended, and signalled anew where it comes back', () => {
    const signalled = over.when(note('signalled'));
    signalled.then({
      type: OVERSTAYED,
      data: {
        reservationId: reservation('a'),
        poolId,
        ...ada,
        hostId,
        uuids: ['G0'],
        outcome: 'signalled',
        pids: [7],
        killed: 0,
        graceSeconds: 30,
        neededFor,
        observedAt: at(31),
      },
    });
    signalled.and.when(note('signalled')).nothing();
    const ended = signalled.and.when(note('ended', { killed: 1 }));
    ended.thenTypes(OVERSTAYED).and.when(note('ended')).nothing();
    ended.and.when(note('signalled')).thenTypes(OVERSTAYED);
    ended.and.when(note('failed', { reason: 'it may not' })).thenTypes(OVERSTAYED);
  });
  it('is nothing of a reservation that is under way, never began, or is not there, nor of another host', () => {
    after(reserve('a', ['G0'], [0, 30]))
      .when(note('signalled'))
      .nothing();
    const cancelled = { ...end('a', 10), cause: 'cancelled' } as CalendarCommand;
    after(reserve('a', ['G0'], [20, 30]), cancelled)
      .when(note('signalled'))
      .nothing();
    given(calendarDecider).when(note('signalled')).nothing();
    over.when(note('signalled', { hostId: reservation('elsewhere') })).nothing();
    over.when(note('signalled', { uuids: ['G2'] })).nothing();
  });
  it('stays apart by device', () => {
    const signalled = over.when(note('signalled')).and;
    signalled.when(note('signalled', { uuids: ['G0', 'G1'] })).thenTypes(OVERSTAYED);
    signalled.when(note('signalled', { uuids: ['G1'] })).thenTypes(OVERSTAYED);
  });
});

describe('who had a device before', () => {
  it('is kept for the last four who did, each once', () => {
    const people = ['p', 'q', 'r', 's', 't'].map((name) => ({ ...bob, userId: reservation(name) }));
    const one = people.flatMap((who, index): CalendarCommand[] => {
      const name = `b${index}`;
      const [from, until] = [index * 10, index * 10 + 10];
      return [reserve(name, ['G0'], [from, until], { ...who, now: at(from) }), end(name, until)];
    });
    const again = [reserve('again', ['G0'], [60, 70], { ...people[2], now: at(60) }), end('again', 70)];
    const { agenda } = stateAfter(...one, ...again);
    assert.deepEqual(
      agenda.formerOn.get('G0')?.map(({ reservationId }) => reservationId),
      ['again', 'b4', 'b3', 'b1'].map(reservation),
    );
  });
});
