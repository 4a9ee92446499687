import type { BookedDevice } from '@berth/contracts/scheduler/booking.events';
import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import { addMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Booking } from './agenda.js';
import { conflict, endConflict, refusedWindow } from './booking-refusals.js';
import { idsOf } from './booking.decisions.js';
import type { ChangeBookingCommand } from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import { chooseDevices } from './device-choice.js';
import { isFree, type Interval } from './free-intervals.js';

/** Moves, lengthens or shortens a booking, or gives it other devices or another title. One that has begun keeps its beginning and its devices. */
export function changeBooking(
  command: ChangeBookingCommand,
  calendar: Calendar,
): Result<CalendarEvent[], Rejection> {
  const { reservationId, poolId, choice, title, reason, limits, now } = command;
  const booking = calendar.agenda.bookings.get(reservationId);
  if (!booking || booking.until <= now) {
    return err(reject('INVALID_STATE', 'reservationId: it is over and can not be changed', 'reservationId'));
  }
  const window = windowOf(command, booking);
  const refusal =
    refusedChange(command, booking, window) ?? refusedMove(booking, window, limits, endFieldOf(command));
  if (refusal) return err(refusal);
  const devices = choice
    ? newDevices(command, booking, window, calendar)
    : sameDevices(booking, window, calendar);
  if (!devices) {
    const isLonger = !choice && window.from === booking.from && window.until > booking.until;
    if (isLonger)
      return err(endConflict(calendar, bookerOf(booking), booking, window.until, endFieldOf(command)));
    const wanted = choice ?? { count: booking.devices.length, candidates: booking.devices };
    return err(conflict(calendar, bookerOf(booking), wanted, window, { now, horizon: limits.horizon }));
  }
  const isSame =
    window.from === booking.from &&
    window.until === booking.until &&
    sameUuids(devices, booking.devices) &&
    (title === undefined || title === booking.title);
  if (isSame) return ok([]);
  return ok([
    {
      type: 'scheduler.calendar.bookingChanged.v1',
      data: {
        ...idsOf(booking, poolId),
        ...window,
        devices: [...devices],
        ...(title === null ? { cleared: ['title' as const] } : title === undefined ? {} : { title }),
        ...(reason === undefined ? {} : { reason }),
        changedAt: now,
      },
    },
  ]);
}

function windowOf({ from, until, extendMinutes = 0 }: ChangeBookingCommand, booking: Booking): Interval {
  const start = from ?? booking.from;
  const moved = Date.parse(start) - Date.parse(booking.from);
  return { from: start, until: until ?? addMs(booking.until, moved + extendMinutes * 60_000) };
}

function refusedChange(
  { choice, now }: ChangeBookingCommand,
  booking: Booking,
  { from, until }: Interval,
): Rejection | undefined {
  const hasBegun = booking.started || booking.from <= now;
  if (hasBegun && from !== booking.from) {
    return reject('INVALID_STATE', 'from: it has begun, so that only its end can be changed', 'from');
  }
  if (hasBegun && choice) {
    return reject(
      'INVALID_STATE',
      'gpus: it has begun and keeps its devices; book others beside them',
      'gpus',
    );
  }
  if (!hasBegun && from < now) {
    return reject('VALIDATION_FAILED', `from: must be now (${now}) or later`, 'from');
  }
  if (until <= now) {
    return reject(
      'VALIDATION_FAILED',
      'until: must be later than now; release it to end it at once',
      'until',
    );
  }
  return undefined;
}

/** What only gets shorter was allowed when it was booked. */
function refusedMove(
  booking: Booking,
  window: Interval,
  limits: ChangeBookingCommand['limits'],
  endField: string,
): Rejection | undefined {
  const isWithin = window.from >= booking.from && window.until <= booking.until && window.from < window.until;
  return isWithin ? undefined : refusedWindow(window, limits, endField);
}

const endFieldOf = ({ extendMinutes }: ChangeBookingCommand): string =>
  extendMinutes === undefined ? 'until' : 'minutes';

const bookerOf = ({ userId, projectId, sharedWithProject, reservationId }: Booking) => ({
  userId,
  projectId,
  shared: sharedWithProject,
  except: reservationId,
});

/** The devices it has, if what the new window has beyond the old is free. */
function sameDevices(
  booking: Booking,
  { from, until }: Interval,
  calendar: Calendar,
): readonly BookedDevice[] | undefined {
  const added = [
    { from, until: booking.from < until ? booking.from : until },
    { from: booking.until > from ? booking.until : from, until },
  ].filter((part) => part.from < part.until);
  const isFreeFor = (device: BookedDevice): boolean =>
    added.every((part) => isFree(calendar, device, bookerOf(booking), part));
  return booking.devices.every(isFreeFor) ? booking.devices : undefined;
}

/** Of those that may be chosen, the ones it has already come first. */
function newDevices(
  { choice }: ChangeBookingCommand,
  booking: Booking,
  window: Interval,
  calendar: Calendar,
): readonly BookedDevice[] | undefined {
  if (!choice) return undefined;
  const has = new Set(booking.devices.map(({ uuid }) => uuid));
  const kept = choice.candidates.filter(({ uuid }) => has.has(uuid));
  const others = choice.candidates.filter(({ uuid }) => !has.has(uuid));
  const { count } = choice;
  const booker = bookerOf(booking);
  const free = (devices: readonly BookedDevice[]) =>
    devices.filter((device) => isFree(calendar, device, booker, window));
  const keeps = free(kept).slice(0, count);
  const more = chooseDevices(calendar, booker, { count: count - keeps.length, candidates: others }, window);
  return more && [...keeps, ...more];
}

const sameUuids = (a: readonly BookedDevice[], b: readonly BookedDevice[]): boolean =>
  a.length === b.length && a.every(({ uuid }) => b.some((device) => device.uuid === uuid));
