import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import { addMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { bookingsOf, type Offer, type WaitlistEntry } from './agenda.js';
import { begun } from './booking.decisions.js';
import { conflict } from './booking-refusals.js';
import type {
  AcceptOfferCommand,
  JoinWaitlistCommand,
  LapseOfferCommand,
  LeaveWaitlistCommand,
  OfferCommand,
} from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import { isFree } from './free-intervals.js';

const idsOf = ({ entryId, projectId, userId }: WaitlistEntry, poolId: string) => ({
  entryId,
  poolId,
  projectId,
  userId,
});

export function joinWaitlist(command: JoinWaitlistCommand, { agenda }: Calendar): CalendarEvent[] {
  if (agenda.waitlist.has(command.entryId)) return [];
  const { kind: _, now, uuids, ...entry } = command;
  const given = uuids === undefined ? {} : { uuids: [...uuids] };
  return [{ type: 'scheduler.calendar.waitlistJoined.v1', data: { ...entry, ...given, joinedAt: now } }];
}

/** Whoever leaves declines what they were offered. */
export function leaveWaitlist(command: LeaveWaitlistCommand, { agenda }: Calendar): CalendarEvent[] {
  const { entryId, poolId, cause, reason, now } = command;
  const entry = agenda.waitlist.get(entryId);
  if (!entry) return [];
  const why = reason === undefined ? {} : { reason };
  const left: CalendarEvent = {
    type: 'scheduler.calendar.waitlistLeft.v1',
    data: { ...idsOf(entry, poolId), cause, ...why, leftAt: now },
  };
  return entry.offer ? [lapsed(entry, entry.offer, poolId, 'declined', now), left] : [left];
}

/** An entry has one offer at a time; the same one again changes nothing. */
export function offer(command: OfferCommand, calendar: Calendar): Result<CalendarEvent[], Rejection> {
  const { entryId, poolId, offerId, devices, from, until, expiresAt, now } = command;
  const entry = calendar.agenda.waitlist.get(entryId);
  if (!entry) return err(notWaiting());
  if (entry.offer) {
    if (entry.offer.offerId === offerId) return ok([]);
    return err(reject('INVALID_STATE', 'entryId: devices are offered to it already', 'entryId'));
  }
  if (until <= from || expiresAt <= now) {
    return err(
      reject('VALIDATION_FAILED', 'until: must be after the beginning, expiresAt later than now', 'until'),
    );
  }
  // An offer is nobody's booking yet: leases of the one who waits stand in its way as those of others do.
  const booker = { userId: '', projectId: '', shared: false };
  if (!devices.every((device) => isFree(calendar, device, booker, { from, until }))) {
    const choice = { count: devices.length, candidates: devices };
    return err(conflict(calendar, booker, choice, { from, until }, { now, horizon: until }));
  }
  const data = {
    ...idsOf(entry, poolId),
    offerId,
    from,
    until,
    devices: [...devices],
    offeredAt: now,
    expiresAt,
  };
  return ok([{ type: 'scheduler.calendar.offered.v1', data }]);
}

/** The booking begins when it is accepted, at the earliest when it was offered for, and lasts as long as was asked for. */
export function acceptOffer(
  command: AcceptOfferCommand,
  calendar: Calendar,
): Result<CalendarEvent[], Rejection> {
  const { entryId, poolId, offerId, reservationId, maxPerUser, now } = command;
  const { agenda } = calendar;
  if (agenda.bookings.get(reservationId)?.entryId === entryId) return ok([]);
  const entry = agenda.waitlist.get(entryId);
  if (!entry) return err(notWaiting());
  const { offer: offered } = entry;
  if (offered?.offerId !== offerId || offered.expiresAt <= now || offered.until <= now) {
    return err(
      reject(
        'INVALID_STATE',
        'offerId: that offer is over; you wait on and will be offered others',
        'offerId',
      ),
    );
  }
  if (bookingsOf(agenda, entry.userId) >= maxPerUser) {
    const most = `one user may have ${maxPerUser} bookings ahead or under way in this pool`;
    return err(reject('QUOTA_EXCEEDED', most, 'offerId', { maxPerUser }));
  }
  const ids = idsOf(entry, poolId);
  const accepted: CalendarEvent = {
    type: 'scheduler.calendar.waitlistLeft.v1',
    data: { ...ids, cause: 'accepted', leftAt: now },
  };
  return ok([accepted, ...bookedFrom(entry, offered, command)]);
}

function bookedFrom(
  entry: WaitlistEntry,
  offered: Offer,
  { poolId, reservationId, now }: AcceptOfferCommand,
): CalendarEvent[] {
  const { entryId, projectId, userId, title, requestId, grantPriority, sharedWithProject } = entry;
  const from = offered.from > now ? offered.from : now;
  const wanted = addMs(from, entry.durationMinutes * 60_000);
  const until = wanted < offered.until ? wanted : offered.until;
  const devices = [...offered.devices];
  const booking = { reservationId, poolId, projectId, userId, from, until, devices };
  const booked: CalendarEvent = {
    type: 'scheduler.calendar.booked.v1',
    data: {
      ...booking,
      ...(title === null ? {} : { title }),
      sharedWithProject,
      grantPriority,
      ...(requestId === null ? {} : { requestId }),
      entryId,
      bookedAt: now,
    },
  };
  return from <= now ? [booked, begun(booking, now)] : [booked];
}

/** Expired only when its time is over; one that is not there has lapsed or been taken. */
export function lapseOffer(command: LapseOfferCommand, { agenda }: Calendar): CalendarEvent[] {
  const { entryId, poolId, offerId, cause, now } = command;
  const entry = agenda.waitlist.get(entryId);
  if (entry?.offer?.offerId !== offerId || (cause === 'expired' && now < entry.offer.expiresAt)) return [];
  return [lapsed(entry, entry.offer, poolId, cause, now)];
}

export const offerWithdrawn = (
  entry: WaitlistEntry,
  offered: Offer,
  poolId: string,
  now: string,
): CalendarEvent => lapsed(entry, offered, poolId, 'withdrawn', now);

const lapsed = (
  entry: WaitlistEntry,
  { offerId }: Offer,
  poolId: string,
  cause: LapseOfferCommand['cause'],
  lapsedAt: string,
): CalendarEvent => ({
  type: 'scheduler.calendar.offerLapsed.v1',
  data: { ...idsOf(entry, poolId), offerId, cause, lapsedAt },
});

const notWaiting = (): Rejection =>
  reject('NOT_FOUND', 'entryId: there is no such place on the waiting list', 'entryId');
