import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { reservationsOf, type Offer, type WaitlistEntry } from './agenda.js';
import { begun } from './reservation.decisions.js';
import { conflict } from './reservation-refusals.js';
import type {
  AcceptOfferCommand,
  JoinWaitlistCommand,
  LapseOfferCommand,
  LeaveWaitlistCommand,
  OfferCommand,
} from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import { isFree } from './free-windows.js';

const idsOf = ({ entryId, projectId, userId }: WaitlistEntry, poolId: string) => ({
  entryId,
  poolId,
  projectId,
  userId,
});

export function joinWaitlist(command: JoinWaitlistCommand, { agenda }: Calendar): CalendarEvent[] {
  if (agenda.waitlist.has(command.entryId)) return [];
  const { type: _, now, uuids, ...entry } = command;
  const given = uuids === undefined ? {} : { uuids: [...uuids] };
  return [{ type: 'scheduler.calendar.waitlistJoined.v1', data: { ...entry, ...given, joinedAt: now } }];
}

/** Whoever leaves declines what they were offered. */
export function leaveWaitlist(command: LeaveWaitlistCommand, { agenda }: Calendar): CalendarEvent[] {
  const { entryId, poolId, cause, reason, now } = command;
  const entry = agenda.waitlist.get(entryId);
  if (!entry) return [];
  const why = defined({ reason });
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
    return err(reject('INVALID_STATE', 'entryId: devices are already offered to this entry', 'entryId'));
  }
  if (until <= from || expiresAt <= now) {
    return err(
      reject('VALIDATION_FAILED', 'until: must be after from, and expiresAt in the future', 'until'),
    );
  }
  // An offer is not a reservation yet: leases of the user in the entry block it as those of others do.
  const owner = { userId: '', projectId: '', shared: false };
  if (!devices.every((device) => isFree(calendar, device, owner, { from, until }))) {
    const choice = { count: devices.length, candidates: devices };
    return err(conflict(calendar, owner, choice, { from, until }, { now, horizon: until }));
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

/**
 * The reservation begins when it is accepted, at the earliest when it was offered for, and lasts as long as was
 * asked for.
 */
export function acceptOffer(
  command: AcceptOfferCommand,
  calendar: Calendar,
): Result<CalendarEvent[], Rejection> {
  const { entryId, poolId, offerId, reservationId, maxPerUser, now } = command;
  const { agenda } = calendar;
  if (agenda.reservations.get(reservationId)?.entryId === entryId) return ok([]);
  const entry = agenda.waitlist.get(entryId);
  if (!entry) return err(notWaiting());
  const { offer: offered } = entry;
  if (offered?.offerId !== offerId || offered.expiresAt <= now || offered.until <= now) {
    return err(
      reject(
        'INVALID_STATE',
        'offerId: the offer has ended; you stay on the waiting list and will get other offers',
        'offerId',
      ),
    );
  }
  if (reservationsOf(agenda, entry.userId) >= maxPerUser) {
    const most = `a user may have at most ${maxPerUser} active or upcoming reservations in this pool`;
    return err(reject('QUOTA_EXCEEDED', most, 'offerId', { maxPerUser }));
  }
  const ids = idsOf(entry, poolId);
  const accepted: CalendarEvent = {
    type: 'scheduler.calendar.waitlistLeft.v1',
    data: { ...ids, cause: 'accepted', leftAt: now },
  };
  return ok([accepted, ...reservedFrom(entry, offered, command)]);
}

function reservedFrom(
  entry: WaitlistEntry,
  offered: Offer,
  { poolId, reservationId, now }: AcceptOfferCommand,
): CalendarEvent[] {
  const { entryId, projectId, userId, title, requestId, grantPriority, sharedWithProject } = entry;
  const from = offered.from > now ? offered.from : now;
  const wanted = addMs(from, entry.durationMinutes * 60_000);
  const until = wanted < offered.until ? wanted : offered.until;
  const devices = [...offered.devices];
  const reservation = { reservationId, poolId, projectId, userId, from, until, devices };
  const reserved: CalendarEvent = {
    type: 'scheduler.calendar.reserved.v1',
    data: {
      ...reservation,
      ...defined({ title: title ?? undefined }),
      sharedWithProject,
      grantPriority,
      ...defined({ requestId: requestId ?? undefined }),
      entryId,
      reservedAt: now,
    },
  };
  return from <= now ? [reserved, begun(reservation, now)] : [reserved];
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
  reject('NOT_FOUND', 'entryId: there is no such waiting list entry', 'entryId');
