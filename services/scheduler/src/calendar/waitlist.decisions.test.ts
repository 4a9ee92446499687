import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { idFromName } from '@berth/kernel/ids';
import { aDevice, ada, aLease, at, bob, reserve, lease, reservation } from '../testing/calendar.fixtures.js';
import { NOW, poolId } from '../testing/fixtures.js';
import type { AcceptOfferCommand, CalendarCommand, OfferCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';

const OFFERED = 'scheduler.calendar.offered.v1';
const LAPSED = 'scheduler.calendar.offerLapsed.v1';
const LEFT = 'scheduler.calendar.waitlistLeft.v1';
const RESERVED = 'scheduler.calendar.reserved.v1';
const STARTED = 'scheduler.calendar.reservationStarted.v1';
const entryId = idFromName('entry', 'e');
const offerId = idFromName('offer', 'o');
const empty = given(calendarDecider);
const after = (...commands: readonly CalendarCommand[]) =>
  commands.reduce((scenario, command) => scenario.when(command).and, empty);

const join: CalendarCommand = {
  type: 'joinWaitlist',
  poolId,
  entryId,
  ...ada,
  count: 1,
  durationMinutes: 60,
  title: 'thesis',
  grantPriority: 0,
  sharedWithProject: true,
  now: NOW,
};
const offer = (change: Partial<OfferCommand> = {}): OfferCommand => ({
  type: 'offer',
  poolId,
  entryId,
  offerId,
  devices: [aDevice('G0')],
  from: NOW,
  until: at(75),
  expiresAt: at(15),
  now: NOW,
  ...change,
});
const accept = (minutes: number, change: Partial<AcceptOfferCommand> = {}): AcceptOfferCommand => ({
  type: 'acceptOffer',
  poolId,
  entryId,
  offerId,
  reservationId: reservation('taken'),
  maxPerUser: 100,
  now: at(minutes),
  ...change,
});
const lapse = (cause: 'expired' | 'declined' | 'withdrawn', minutes: number): CalendarCommand => ({
  type: 'lapseOffer',
  poolId,
  entryId,
  offerId,
  cause,
  now: at(minutes),
});

describe('an offer', () => {
  const offered = after(join, offer());
  it('holds its devices against everybody, and their jobs', () => {
    offered.when(reserve('b', ['G0'], [30, 60], bob)).refused('RESERVATION_CONFLICT');
    offered.when(reserve('b', ['G0'], [75, 90], bob)).thenTypes(RESERVED);
    offered.when(lease(aLease('a', ['G0'], bob), aLease('own', ['G0']))).nothing();
  });
  it('is made of what is free, to who waits, one at a time', () => {
    empty.when(offer()).refused('NOT_FOUND', 'entryId');
    offered.when(offer()).nothing();
    offered.when(offer({ offerId: idFromName('offer', 'p') })).refused('INVALID_STATE', 'entryId');
    after(join, reserve('b', ['G0'], [70, 90], bob))
      .when(offer())
      .refused('RESERVATION_CONFLICT');
    after(join, lease(aLease('x', ['G0'])))
      .when(offer())
      .refused('RESERVATION_CONFLICT');
  });
  it('becomes a reservation from its acceptance on, for as long as was asked', () => {
    offered.when(accept(10)).then(
      { type: LEFT, data: { poolId, entryId, ...ada, cause: 'accepted', leftAt: at(10) } },
      {
        type: RESERVED,
        data: {
          reservationId: reservation('taken'),
          poolId,
          ...ada,
          from: at(10),
          until: at(70),
          devices: [aDevice('G0')],
          title: 'thesis',
          sharedWithProject: true,
          grantPriority: 0,
          entryId,
          reservedAt: at(10),
        },
      },
      {
        type: STARTED,
        data: {
          reservationId: reservation('taken'),
          poolId,
          ...ada,
          from: at(10),
          until: at(70),
          devices: [aDevice('G0')],
          startedAt: at(10),
        },
      },
    );
    offered.when(accept(10)).and.when(accept(11)).nothing();
  });
  it('can be taken for a later time, and lasts no longer than it is held', () => {
    after(join, offer({ from: at(30), until: at(70) }))
      .when(accept(10))
      .thenTypes(LEFT, RESERVED);
  });
  it('cannot be taken when it is over, or is another, or one has too many reservations', () => {
    offered.when(accept(15)).refused('INVALID_STATE', 'offerId');
    offered.when(accept(1, { offerId: entryId })).refused('INVALID_STATE', 'offerId');
    offered.when(accept(1, { entryId: offerId })).refused('NOT_FOUND', 'entryId');
    offered.when(accept(1, { maxPerUser: 0 })).refused('QUOTA_EXCEEDED', 'offerId');
  });
  it('lapses when its time is over, and frees its devices', () => {
    offered.when(lapse('expired', 14)).nothing();
    offered.when(lapse('declined', 1)).thenTypes(LAPSED);
    const over = offered.when(lapse('expired', 15)).thenTypes(LAPSED).and;
    over.when(lapse('expired', 16)).nothing();
    over.when(reserve('b', ['G0'], [15, 60], { ...bob, now: at(15) })).thenTypes(RESERVED, STARTED);
    over.when(offer({ offerId: idFromName('offer', 'p') })).thenTypes(OFFERED);
  });
});

describe('the waiting list', () => {
  it('is joined and left once', () => {
    const joined = empty.when(join).thenTypes('scheduler.calendar.waitlistJoined.v1').and;
    joined.when(join).nothing();
    const leave: CalendarCommand = { type: 'leaveWaitlist', poolId, entryId, cause: 'left', now: NOW };
    joined.when(leave).thenTypes(LEFT).and.when(leave).nothing();
    joined.when(offer()).and.when(leave).thenTypes(LAPSED, LEFT);
  });
});
