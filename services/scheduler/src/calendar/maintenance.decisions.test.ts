import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { idFromName } from '@berth/kernel/ids';
import { aDevice, ada, at, reserve } from '../testing/calendar.fixtures.js';
import { hostId, NOW, poolId } from '../testing/fixtures.js';
import type { CalendarCommand, SetMaintenanceCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';

const SET = 'scheduler.calendar.maintenanceSet.v1';
const ENDED = 'scheduler.calendar.maintenanceEnded.v1';
const WARNED = 'scheduler.calendar.reservationWarned.v1';
const LAPSED = 'scheduler.calendar.offerLapsed.v1';
const windowId = idFromName('window', 'w');
const empty = given(calendarDecider);
const after = (...commands: readonly CalendarCommand[]) =>
  commands.reduce((scenario, command) => scenario.when(command).and, empty);

const set = (
  [from, until]: readonly [number, number],
  change: Partial<SetMaintenanceCommand> = {},
  id = windowId,
): SetMaintenanceCommand => ({
  type: 'setMaintenance',
  poolId,
  windows: [{ windowId: id, from: at(from), until: at(until) }],
  hosts: [{ hostId }],
  reason: 'a fan',
  now: NOW,
  ...change,
});
const end = (cause: 'completed' | 'cancelled', minutes: number): CalendarCommand => ({
  type: 'endMaintenance',
  poolId,
  windowId,
  cause,
  now: at(minutes),
});

describe('setting maintenance', () => {
  it('warns those who are reserved on its devices, and nobody else', () => {
    const reserved = after(
      reserve('a', ['G0'], [60, 120]),
      reserve('b', ['G1'], [60, 120]),
      reserve('c', ['G0'], [180, 200]),
    );
    reserved.when(set([90, 180])).thenTypes(SET, WARNED, WARNED);
    reserved.when(set([90, 180], { hosts: [{ hostId, uuids: ['G1'] }] })).thenTypes(SET, WARNED);
    reserved.when(set([90, 180], { hosts: [{ hostId: idFromName('host', 'two') }] })).thenTypes(SET);
  });
  it('warns again when it is changed, and does nothing when it is not', () => {
    const was = after(reserve('a', ['G0'], [60, 120])).when(set([90, 180])).and;
    was.when(set([90, 180])).nothing();
    was.when(set([80, 180])).thenTypes(SET, WARNED);
    was.when(set([120, 180])).thenTypes(SET);
  });
  it('withdraws offers of its devices', () => {
    const entryId = idFromName('entry', 'e');
    const joined: CalendarCommand = {
      type: 'joinWaitlist',
      poolId,
      entryId,
      ...ada,
      count: 1,
      durationMinutes: 60,
      grantPriority: 1,
      sharedWithProject: false,
      now: NOW,
    };
    const offered: CalendarCommand = {
      type: 'offer',
      poolId,
      entryId,
      offerId: idFromName('offer', 'o'),
      devices: [aDevice('G0')],
      from: NOW,
      until: at(75),
      expiresAt: at(15),
      now: NOW,
    };
    after(joined, offered)
      .when(set([60, 120]))
      .thenTypes(SET, LAPSED);
    after(joined, offered)
      .when(set([75, 120]))
      .thenTypes(SET);
  });
  it('is refused where there is maintenance of the same devices', () => {
    const other = idFromName('window', 'other');
    const was = after(set([60, 120], { hosts: [{ hostId, uuids: ['G0'] }] }));
    was.when(set([100, 180], {}, other)).refused('INVALID_STATE', 'from');
    was.when(set([100, 180], { hosts: [{ hostId, uuids: ['G1'] }] }, other)).thenTypes(SET);
    was.when(set([120, 180], {}, other)).thenTypes(SET);
  });
  it('is refused for the past', () => {
    empty.when(set([-60, 0])).refused('VALIDATION_FAILED', 'until');
    empty.when(set([60, 60])).refused('VALIDATION_FAILED', 'until');
    empty.when(set([-60, 60])).thenTypes(SET);
  });
  it('takes all windows of a series or none', () => {
    const windows = [1, 2].map((week) => ({
      windowId: idFromName('window', String(week)),
      from: at(week * 100),
      until: at(week * 100 + 50),
    }));
    empty.when(set([0, 0], { windows })).thenTypes(SET, SET);
    after(set([220, 230]))
      .when(set([0, 0], { windows }))
      .refused('INVALID_STATE');
  });
});

describe('the end of maintenance', () => {
  it('comes with its time, or when it is called off, once', () => {
    const was = after(set([60, 120]));
    was.when(end('completed', 119)).nothing();
    was.when(end('completed', 120)).thenTypes(ENDED).and.when(end('completed', 121)).nothing();
    was
      .when(end('cancelled', 10))
      .thenTypes(ENDED)
      .and.when(reserve('a', ['G0'], [60, 120]))
      .thenTypes('scheduler.calendar.reserved.v1');
  });
});
