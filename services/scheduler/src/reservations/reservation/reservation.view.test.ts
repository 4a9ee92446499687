import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { eventsFrom, given, memoryReadModels, survivesReplay } from '@berth/read-models/testing';
import { calendarDecider } from '../../calendar/calendar.decider.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import { at, reserve, reservation } from '../../testing/calendar.fixtures.js';
import { hostId, NOW, poolId } from '../../testing/fixtures.js';
import { maintenanceView } from './maintenance.view.js';
import {
  reservationDevicesView,
  asOf,
  reservationsView,
  toReservationView,
  type ReservationDocument,
} from './reservation.view.js';

const id = reservation('a');
const of = { poolId, reservationId: id } as const;
const limits = { maxHours: 48, horizon: at(10_000), maxPerUser: 10 };
const commands: readonly CalendarCommand[] = [
  reserve('a', ['G0', 'G1'], [60, 120], { title: 'thesis', reason: 'a deadline' }),
  { type: 'changeReservation', ...of, from: at(90), title: 'paper', limits, now: at(10) },
  {
    type: 'setMaintenance',
    poolId,
    windows: [{ windowId: reservation('w'), from: at(140), until: at(200) }],
    hosts: [{ hostId }],
    reason: 'a fan',
    now: at(20),
  },
  { type: 'startReservation', ...of, now: at(90) },
  { type: 'useReservation', ...of, by: 'job', now: at(95) },
  { type: 'endReservation', ...of, cause: 'released', reason: 'done', now: at(100) },
  { type: 'endMaintenance', poolId, windowId: reservation('w'), cause: 'completed', now: at(200) },
];
const happened: CalendarEvent[] = [];
for (const command of commands) {
  const state = happened.reduce(calendarDecider.evolve, calendarDecider.initialState);
  const decided = calendarDecider.decide(command, state);
  assert.ok(decided.ok, command.type);
  happened.push(...decided.value);
}
const document = eventsFrom(happened)
  .filter((event) => reservationsView.keys(event).length > 0)
  .reduce<ReservationDocument | undefined>(
    (folded, event) => reservationsView.evolve(folded, event, id),
    undefined,
  );
assert.ok(document);
const view = toReservationView(document);

describe('the view of a reservation', () => {
  it('tells what it is, what it was, and where its events are', () => {
    assert.deepEqual(
      [view.state, view.from, view.until, view.title, view.reason, view.usedAt, view.endReason],
      ['released', at(90), at(150), 'paper', 'a deadline', at(95), 'done'],
    );
    assert.deepEqual(
      view.changes.map(({ at: when, from, title }) => [when, from, title]),
      [
        [NOW, at(60), 'thesis'],
        [at(10), at(90), 'paper'],
      ],
    );
    assert.deepEqual(
      view.warnings.map(({ kind }) => kind),
      ['maintenance'],
    );
    assert.equal(document.heldUntil, at(100));
    assert.equal(document.revisions.length, 6);
  });
  it('is as it was at any instant in between', () => {
    const shown = (minutes: number) => {
      const { state, from, title, warnings, usedAt } = asOf(view, at(minutes));
      return [state, from, title, warnings.length, usedAt];
    };
    assert.deepEqual(shown(5), ['reserved', at(60), 'thesis', 0, undefined]);
    assert.deepEqual(shown(30), ['reserved', at(90), 'paper', 1, undefined]);
    assert.deepEqual(shown(92), ['active', at(90), 'paper', 1, undefined]);
    assert.deepEqual(shown(96), ['active', at(90), 'paper', 1, at(95)]);
    assert.deepEqual(asOf(view, at(500)), view);
  });
  it('survives replay, as do those of its devices and of maintenance', async () => {
    for (const projection of [reservationsView, reservationDevicesView, maintenanceView])
      await survivesReplay(projection as typeof reservationsView, eventsFrom(happened), memoryReadModels());
  });
});

describe('the view of maintenance', () => {
  it('tells its window and how it ended', () => {
    given(maintenanceView)
      .events(...happened.filter(({ type }) => type.startsWith('scheduler.calendar.maintenance')))
      .expectDocument(reservation('w'), {
        id: reservation('w'),
        poolId,
        from: at(140),
        until: at(200),
        hosts: [{ hostId }],
        reason: 'a fan',
        state: 'completed',
        setAt: at(20),
        endedAt: at(200),
        heldUntil: at(200),
        revisions: [0, 1],
      });
  });
});
