import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import { calendarDecider } from '../../calendar/calendar.decider.js';
import { ada, aLease, at, bob, reserve, reservation } from '../../testing/calendar.fixtures.js';
import { hostId, poolId } from '../../testing/fixtures.js';
import { findOverstays } from './overstay.due.js';

const end = (name: string, minutes: number): CalendarCommand => ({
  type: 'endReservation',
  poolId,
  reservationId: reservation(name),
  cause: 'completed',
  now: at(minutes),
});
const leased = (name: string, uuids: readonly string[], change: object): CalendarCommand => ({
  type: 'lease',
  poolId,
  wanted: [aLease(name, uuids, change)],
  now: at(31),
});
/** Who members are: no one, unless a test says so. */
const nobody = (_projectId: string, _userId: string) => false;
const possible = (commands: readonly CalendarCommand[], minutes: number, isMember = nobody) => {
  const calendar = commands.reduce((state, command) => {
    const decided = calendarDecider.decide(command, state);
    assert.ok(decided.ok);
    return decided.value.reduce(calendarDecider.evolve, state);
  }, calendarDecider.initialState);
  return findOverstays(calendar, isMember, at(minutes));
};

const first = reserve('a', ['G0', 'G1'], [0, 30]);
const others = reserve('b', ['G0', 'G1'], [40, 60], bob);
const over = [first, others, end('a', 30)];

describe('overstay that others suffer from', () => {
  it('is where somebody else has reserved the devices now, host by host', () => {
    assert.deepEqual(possible(over, 40), [
      {
        reservationId: reservation('a'),
        userId: ada.userId,
        hostId,
        uuids: ['G0', 'G1'],
        neededFor: { kind: 'reservation', id: reservation('b') },
      },
    ]);
  });
  it('is nowhere while the reservation lasts, before others begin, or once they have ended', () => {
    assert.deepEqual(possible([first, others], 29), []);
    assert.deepEqual(possible(over, 39), []);
    assert.deepEqual(possible(over, 60), []);
  });
  it('is where a job of somebody else was put, not one of their own', () => {
    const theirs = leased('x', ['G1'], bob);
    assert.deepEqual(
      possible([first, end('a', 30), theirs], 32).map(({ uuids, neededFor }) => [uuids, neededFor.kind]),
      [[['G1'], 'job']],
    );
    assert.deepEqual(possible([first, end('a', 30), leased('x', ['G1'], ada)], 32), []);
  });
  it('is not what goes on in jobs of those whom the reservation was shared with', () => {
    const colleague = { ...ada, userId: bob.userId, reservationId: reservation('a') };
    const during = { ...leased('x', ['G1'], colleague), now: at(10) } as CalendarCommand;
    assert.deepEqual(
      possible([reserve('a', ['G1'], [0, 30], { sharedWithProject: true }), during, end('a', 30)], 32),
      [],
    );
  });
  it('is not where the former holder may use what is reserved now', () => {
    const again = reserve('b', ['G0', 'G1'], [40, 60]);
    assert.deepEqual(possible([first, again, end('a', 30)], 41), []);
    const shared = { ...others, sharedWithProject: true };
    const isMember = (projectId: string, userId: string) =>
      projectId === bob.projectId && userId === ada.userId;
    assert.deepEqual(possible([first, shared, end('a', 30)], 41, isMember), []);
    assert.equal(possible([first, shared, end('a', 30)], 41).length, 1);
    assert.equal(possible(over, 41, isMember).length, 1);
  });
});
