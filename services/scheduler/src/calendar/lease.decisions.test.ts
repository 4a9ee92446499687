import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { idFromName } from '@berth/kernel/ids';
import { aLease, at, bob, reserve, lease, release, reservation } from '../testing/calendar.fixtures.js';
import { hostId, NOW, poolId } from '../testing/fixtures.js';
import type { CalendarCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';

const LEASED = 'scheduler.calendar.devicesLeased.v1';
const empty = given(calendarDecider);
const after = (...commands: readonly CalendarCommand[]) =>
  commands.reduce((scenario, command) => scenario.when(command).and, empty);
const atHours = (hours: number, ...wanted: Parameters<typeof lease>): CalendarCommand =>
  ({
    ...lease(...wanted),
    now: at(hours * 60),
  }) as CalendarCommand;

describe('a lease before a reservation of others', () => {
  const reserved = after(reserve('b', ['G0'], [60, 120], bob));
  it('is made if it ends in time', () => {
    reserved.when(lease(aLease('a', ['G0'], { until: at(60) }))).thenTypes(LEASED);
  });
  it('is made if it can be ended in time', () => {
    reserved.when(lease(aLease('a', ['G0'], { until: at(500), yieldsFrom: at(10) }))).thenTypes(LEASED);
  });
  it('is not made if it may last longer, or forever', () => {
    reserved.when(lease(aLease('a', ['G0'], { until: at(61) }))).nothing();
    reserved.when(lease(aLease('a', ['G0']))).nothing();
    reserved.when(lease(aLease('a', ['G0'], { until: at(500), yieldsFrom: at(70) }))).nothing();
  });
  it('is made on another device', () => {
    reserved.when(lease(aLease('a', ['G1']))).thenTypes(LEASED);
  });
});

describe('a lease in the window of a reservation', () => {
  const reserved = after(reserve('b', ['G0', 'G1'], [0, 120], bob));
  const reservationId = reservation('b');
  it('is not made for others, however short and yielding', () => {
    reserved.when(lease(aLease('a', ['G0'], { until: at(1), yieldsFrom: NOW }))).nothing();
  });
  it('is made for its holder, on its devices', () => {
    reserved.when(lease(aLease('a', ['G0'], { ...bob, reservationId }))).thenTypes(LEASED);
    reserved.when(lease(aLease('a', ['G2'], { ...bob, reservationId }))).nothing();
  });
  it('names a reservation only if it is its own and under way', () => {
    reserved.when(lease(aLease('a', ['G0'], { reservationId }))).nothing();
    reserved.when(atHours(2, aLease('a', ['G0'], { ...bob, reservationId }))).nothing();
    after(reserve('b', ['G0'], [10, 120], bob))
      .when(lease(aLease('a', ['G0'], { ...bob, reservationId })))
      .nothing();
  });
  it('is made for members of its project if it is shared', () => {
    const member = { ...bob, userId: idFromName('user', 'eve') };
    reserved.when(lease(aLease('a', ['G0'], member))).nothing();
    after(reserve('b', ['G0'], [0, 120], { ...bob, sharedWithProject: true }))
      .when(lease(aLease('a', ['G0'], { ...member, reservationId })))
      .thenTypes(LEASED);
  });
  it('yields to others from the end of the reservation, and at once when it is over', () => {
    const held = reserved.when(lease(aLease('a', ['G0', 'G1'], { ...bob, reservationId }))).and;
    held.when(reserve('c', ['G0'], [120, 180])).thenTypes('scheduler.calendar.reserved.v1');
    held
      .when({ type: 'endReservation', poolId, reservationId, cause: 'released', now: at(30) })
      .and.when(reserve('c', ['G0'], [31, 180], { now: at(31) }))
      .thenTypes('scheduler.calendar.reserved.v1', 'scheduler.calendar.reservationStarted.v1');
  });
});

describe('a lease on a host in maintenance', () => {
  const maintained = after({
    type: 'setMaintenance',
    poolId,
    windows: [{ windowId: idFromName('window', 'w'), from: at(60), until: at(120) }],
    hosts: [{ hostId }],
    reason: 'a fan',
    now: NOW,
  });
  it('is not made on its devices nor on its CPU, unless it ends in time', () => {
    maintained.when(lease(aLease('a', ['G0']), aLease('b', []))).nothing();
    maintained
      .when(lease(aLease('a', ['G0'], { until: at(60) }), aLease('b', [], { until: at(60) })))
      .thenTypes(LEASED, LEASED);
    maintained.when(atHours(2, aLease('a', ['G0']))).thenTypes(LEASED);
  });
});

describe('the leases of a gang', () => {
  const gangId = idFromName('gang', 'g');
  it('are made all together, or none', () => {
    const gang = (...devices: readonly string[]) =>
      devices.map((uuid, rank) => aLease(`g${rank}`, [uuid], { gangId }));
    empty.when(lease(...gang('G0', 'G1', 'G2'))).thenTypes(LEASED, LEASED, LEASED);
    empty.when(lease(...gang('G0', 'G1', 'G1'), aLease('alone', ['G0']))).thenTypes(LEASED);
    after(reserve('b', ['G1'], [60, 120], bob))
      .when(lease(...gang('G0', 'G1')))
      .nothing();
  });
});

describe('leases that were planned', () => {
  const planned = (plannedOn: number) => ({ ...lease(aLease('b', ['G1'])), plannedOn }) as CalendarCommand;
  it('are made where no others were since', () => {
    empty.when(planned(0)).thenTypes(LEASED);
    after(lease(aLease('a', ['G0'])))
      .when(planned(1))
      .thenTypes(LEASED);
  });
  it('are not made once others were, be they over or not', () => {
    after(lease(aLease('a', ['G0'])))
      .when(planned(0))
      .nothing();
    after(lease(aLease('a', ['G0'])), release('a', at(1)))
      .when(planned(0))
      .nothing();
  });
});
