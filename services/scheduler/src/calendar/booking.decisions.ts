import type { BookedDevice } from '@berth/contracts/scheduler/booking.events';
import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Booking } from './agenda.js';
import type {
  EndBookingCommand,
  StartBookingCommand,
  UseBookingCommand,
  WarnBookingCommand,
} from './calendar.commands.js';
import type { Calendar } from './calendar.js';

interface BookingData {
  readonly reservationId: string;
  readonly poolId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly from: string;
  readonly until: string;
  readonly devices: readonly BookedDevice[];
}

export const begun = ({ devices, ...booking }: BookingData, startedAt: string): CalendarEvent => ({
  type: 'scheduler.calendar.bookingStarted.v1',
  data: { ...booking, devices: [...devices], startedAt },
});

/** Whose it is, and where: what every event of a booking says. */
export const idsOf = ({ reservationId, projectId, userId }: Booking, poolId: string) => ({
  reservationId,
  poolId,
  projectId,
  userId,
});

const isUnderWay = ({ from, until }: Booking, now: string): boolean => from <= now && now < until;

const startOf = (booking: Booking, poolId: string, now: string): CalendarEvent[] => {
  const { from, until, devices } = booking;
  return booking.started ? [] : [begun({ ...idsOf(booking, poolId), from, until, devices }, now)];
};

/** In its window, and once. */
export function startBooking(command: StartBookingCommand, { agenda }: Calendar): CalendarEvent[] {
  const booking = agenda.bookings.get(command.reservationId);
  return booking && isUnderWay(booking, command.now) ? startOf(booking, command.poolId, command.now) : [];
}

/** The first use only. Whoever uses it in its window before its beginning was noticed begins it. */
export function useBooking(command: UseBookingCommand, { agenda }: Calendar): CalendarEvent[] {
  const { reservationId, poolId, by, jobId, account, now } = command;
  const booking = agenda.bookings.get(reservationId);
  if (!booking || booking.used || !isUnderWay(booking, now)) return [];
  const used: CalendarEvent = {
    type: 'scheduler.calendar.bookingUsed.v1',
    data: {
      ...idsOf(booking, poolId),
      by,
      ...(jobId === undefined ? {} : { jobId }),
      ...(account === undefined ? {} : { account }),
      usedAt: now,
    },
  };
  return [...startOf(booking, poolId, now), used];
}

export function warnBooking(command: WarnBookingCommand, { agenda }: Calendar): CalendarEvent[] {
  const { reservationId, poolId, warning, message, windowId, now } = command;
  const booking = agenda.bookings.get(reservationId);
  if (!booking || (warning !== 'maintenance' && booking.warned.includes(warning))) return [];
  return [warned(booking, poolId, { kind: warning, message, windowId }, now)];
}

export function warned(
  booking: Booking,
  poolId: string,
  about: {
    readonly kind: WarnBookingCommand['warning'];
    readonly message: string;
    readonly windowId?: string | undefined;
  },
  warnedAt: string,
): CalendarEvent {
  const { from, until } = booking;
  const { kind, message, windowId } = about;
  const window = windowId === undefined ? {} : { windowId };
  return {
    type: 'scheduler.calendar.bookingWarned.v1',
    data: { ...idsOf(booking, poolId), from, until, kind, message, ...window, warnedAt },
  };
}

/**
 * Frees its devices. One that is not there has ended already. `completed` and `noShow` are what a timer says, which may
 * be wrong about the time: then nothing happens.
 */
export function endBooking(
  command: EndBookingCommand,
  { agenda }: Calendar,
): Result<CalendarEvent[], Rejection> {
  const { reservationId, poolId, cause, reason, now } = command;
  const booking = agenda.bookings.get(reservationId);
  if (!booking) return ok([]);
  if (cause === 'completed' && now < booking.until) return ok([]);
  if (cause === 'noShow' && (booking.used || !booking.started || now < booking.from)) return ok([]);
  const hasBegun = booking.started || isUnderWay(booking, now);
  if (cause === 'cancelled' && hasBegun) {
    const late = 'reservationId: it has begun, so that it can be released but no longer cancelled';
    return err(reject('INVALID_STATE', late, 'reservationId'));
  }
  const { from, until } = booking;
  const why = reason === undefined ? {} : { reason };
  const ended: CalendarEvent = {
    type: 'scheduler.calendar.bookingEnded.v1',
    data: {
      ...idsOf(booking, poolId),
      from,
      until,
      cause,
      ...why,
      started: hasBegun,
      ...(hasBegun ? { devices: [...booking.devices] } : {}),
      endedAt: cause === 'completed' ? until : now,
    },
  };
  return ok(hasBegun ? [...startOf(booking, poolId, now), ended] : [ended]);
}
