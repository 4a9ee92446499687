import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { Reservation } from '../../calendar/agenda.js';
import { aDevice, at } from '../../testing/calendar.fixtures.js';
import { projectId, userId } from '../../testing/fixtures.js';
import { dueActionsOf } from './due-actions.js';

const times = { noShowMinutes: 30, warnMinutes: 15 };
const aReservation = (change: Partial<Reservation> = {}): Reservation => ({
  reservationId: 'R',
  projectId,
  userId,
  devices: [aDevice('GPU-0')],
  from: at(60),
  until: at(180),
  sharedWithProject: false,
  grantPriority: 1,
  title: null,
  seriesId: null,
  entryId: null,
  started: true,
  used: false,
  warned: [],
  ...change,
});
const due = (reservation: Reservation, minutes: number, policy = times) =>
  dueActionsOf(reservation, policy, at(minutes)).map((each) =>
    each.kind === 'warn' ? each.warning : `check: ${each.for}`,
  );

describe('what is due of a reservation', () => {
  it('is a warning before it begins, and before it ends, each once', () => {
    const ahead = aReservation({ started: false });
    assert.deepEqual(
      [44, 45, 59].map((minute) => due(ahead, minute)),
      [[], ['startsSoon'], ['startsSoon']],
    );
    assert.deepEqual(due({ ...ahead, warned: ['startsSoon'] }, 50), []);
    const used = aReservation({ used: true });
    assert.deepEqual(
      [164, 165].map((minute) => due(used, minute)),
      [[], ['endsSoon']],
    );
    assert.deepEqual(due({ ...used, warned: ['endsSoon'] }, 170), []);
  });
  it('comes in the last quarter of a short window at the earliest, not as soon as that begins', () => {
    const short = aReservation({ used: true, until: at(70) });
    assert.deepEqual(
      [60, 67.4, 67.5].map((minute) => due(short, minute)),
      [[], [], ['endsSoon']],
    );
    const shorter = aReservation({ used: true, until: at(61), warned: ['endsSoon'] });
    assert.deepEqual(
      [60, 60.7, 60.75].map((minute) => due(shorter, minute)),
      [[], [], ['check: overstay']],
    );
  });
  it('is a look at half the time, and at the end of it, while nobody has used it', () => {
    const reservation = aReservation();
    assert.deepEqual(
      [74, 75, 89].map((minute) => due(reservation, minute)),
      [[], ['check: notUsed'], ['check: notUsed']],
    );
    assert.deepEqual(due({ ...reservation, warned: ['notUsed'] }, 80), []);
    assert.deepEqual(due({ ...reservation, warned: ['notUsed'] }, 90), ['check: noShow']);
    assert.deepEqual(due(aReservation({ used: true }), 90), []);
  });
  it('is a look at who stays, in the last minute', () => {
    const used = aReservation({ used: true, warned: ['endsSoon'] });
    assert.deepEqual(due(used, 179), ['check: overstay']);
    assert.deepEqual(due({ ...used, warned: ['endsSoon', 'overstay'] }, 179.5), []);
  });
  it('is nothing where the policy asks for none of it, before it has begun, or after it', () => {
    const off = { noShowMinutes: 0, warnMinutes: 0 };
    assert.deepEqual(due(aReservation(), 120, off), []);
    assert.deepEqual(due(aReservation({ started: false }), 100), []);
    assert.deepEqual(due(aReservation(), 180), []);
  });
});
