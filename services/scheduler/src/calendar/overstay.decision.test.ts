import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { OverstayOutcome } from '@berth/contracts/scheduler/booking.events';
import { given } from '@berth/service-host/testing';
import { ada, at, bob, book, reservation } from '../testing/calendar.fixtures.js';
import { hostId, poolId } from '../testing/fixtures.js';
import type { CalendarCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';
import type { Calendar } from './calendar.js';

const OVERSTAYED = 'scheduler.calendar.bookingOverstayed.v1';
const neededBy = { kind: 'booking', id: reservation('b') } as const;
const note = (
  outcome: OverstayOutcome,
  change: Partial<Extract<CalendarCommand, { kind: 'noteOverstay' }>> = {},
): CalendarCommand => ({
  kind: 'noteOverstay',
  poolId,
  reservationId: reservation('a'),
  hostId,
  uuids: ['G0'],
  outcome,
  pids: [7],
  killed: 0,
  graceSeconds: 30,
  neededBy,
  now: at(31),
  ...change,
});
const end = (name: string, minutes: number): CalendarCommand => ({
  kind: 'endBooking',
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

const over = after(book('a', ['G0', 'G1'], [0, 30]), end('a', 30));

describe('what is noted of overstay', () => {
  it('is each thing once: told, then ended, and told anew where it comes back', () => {
    const told = over.when(note('told'));
    told.then({
      type: OVERSTAYED,
      data: {
        reservationId: reservation('a'),
        poolId,
        ...ada,
        hostId,
        uuids: ['G0'],
        outcome: 'told',
        pids: [7],
        killed: 0,
        graceSeconds: 30,
        neededBy,
        notedAt: at(31),
      },
    });
    told.and.when(note('told')).nothing();
    const ended = told.and.when(note('ended', { killed: 1 }));
    ended.thenTypes(OVERSTAYED).and.when(note('ended')).nothing();
    ended.and.when(note('told')).thenTypes(OVERSTAYED);
    ended.and.when(note('failed', { why: 'it may not' })).thenTypes(OVERSTAYED);
  });
  it('is nothing of a booking that is under way, never began, or is not there, nor of another host', () => {
    after(book('a', ['G0'], [0, 30]))
      .when(note('told'))
      .nothing();
    const cancelled = { ...end('a', 10), cause: 'cancelled' } as CalendarCommand;
    after(book('a', ['G0'], [20, 30]), cancelled)
      .when(note('told'))
      .nothing();
    given(calendarDecider).when(note('told')).nothing();
    over.when(note('told', { hostId: reservation('elsewhere') })).nothing();
    over.when(note('told', { uuids: ['G2'] })).nothing();
  });
  it('stays apart by device', () => {
    const told = over.when(note('told')).and;
    told.when(note('told', { uuids: ['G0', 'G1'] })).thenTypes(OVERSTAYED);
    told.when(note('told', { uuids: ['G1'] })).thenTypes(OVERSTAYED);
  });
});

describe('who had a device before', () => {
  it('is kept for the last four who did, each once', () => {
    const people = ['p', 'q', 'r', 's', 't'].map((name) => ({ ...bob, userId: reservation(name) }));
    const one = people.flatMap((who, index): CalendarCommand[] => {
      const name = `b${index}`;
      const [from, until] = [index * 10, index * 10 + 10];
      return [book(name, ['G0'], [from, until], { ...who, now: at(from) }), end(name, until)];
    });
    const again = [book('again', ['G0'], [60, 70], { ...people[2], now: at(60) }), end('again', 70)];
    const { agenda } = stateAfter(...one, ...again);
    assert.deepEqual(
      agenda.formerOn.get('G0')?.map(({ reservationId }) => reservationId),
      ['again', 'b4', 'b3', 'b1'].map(reservation),
    );
  });
});
