import type { ReservedDevice } from '@berth/contracts/scheduler/reservation.events';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Reservation } from './agenda.js';
import { conflict, endConflict, refusedWindow } from './reservation-refusals.js';
import { idsOf } from './reservation.decisions.js';
import type { ChangeReservationCommand } from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import { chooseDevices } from './device-choice.js';
import { isFree, type Interval } from './free-windows.js';

/**
 * Moves, lengthens or shortens a reservation, or gives it other devices or another title. One that has begun keeps
 * its beginning and its devices.
 */
export function changeReservation(
  command: ChangeReservationCommand,
  calendar: Calendar,
): Result<CalendarEvent[], Rejection> {
  const { reservationId, poolId, choice, title, reason, limits, now } = command;
  const reservation = calendar.agenda.reservations.get(reservationId);
  if (!reservation || reservation.until <= now) {
    return err(
      reject(
        'INVALID_STATE',
        'reservationId: the reservation has ended and cannot be changed',
        'reservationId',
      ),
    );
  }
  const window = windowOf(command, reservation);
  const refusal =
    refusedChange(command, reservation, window) ??
    refusedMove(reservation, window, limits, endFieldOf(command));
  if (refusal) return err(refusal);
  const devices = choice
    ? newDevices(command, reservation, window, calendar)
    : sameDevices(reservation, window, calendar);
  if (!devices) {
    const isLonger = !choice && window.from === reservation.from && window.until > reservation.until;
    if (isLonger)
      return err(endConflict(calendar, ownerOf(reservation), reservation, window.until, endFieldOf(command)));
    const wanted = choice ?? { count: reservation.devices.length, candidates: reservation.devices };
    return err(conflict(calendar, ownerOf(reservation), wanted, window, { now, horizon: limits.horizon }));
  }
  const isSame =
    window.from === reservation.from &&
    window.until === reservation.until &&
    sameUuids(devices, reservation.devices) &&
    (title === undefined || title === reservation.title);
  if (isSame) return ok([]);
  return ok([
    {
      type: 'scheduler.calendar.reservationChanged.v1',
      data: {
        ...idsOf(reservation, poolId),
        ...window,
        devices: [...devices],
        ...(title === null ? { cleared: ['title' as const] } : defined({ title })),
        ...defined({ reason }),
        changedAt: now,
      },
    },
  ]);
}

function windowOf(
  { from, until, extendMinutes = 0 }: ChangeReservationCommand,
  reservation: Reservation,
): Interval {
  const start = from ?? reservation.from;
  const moved = Date.parse(start) - Date.parse(reservation.from);
  return { from: start, until: until ?? addMs(reservation.until, moved + extendMinutes * 60_000) };
}

function refusedChange(
  { choice, now }: ChangeReservationCommand,
  reservation: Reservation,
  { from, until }: Interval,
): Rejection | undefined {
  const hasStarted = reservation.started || reservation.from <= now;
  if (hasStarted && from !== reservation.from) {
    return reject('INVALID_STATE', 'from: the reservation has begun; only its end can be changed', 'from');
  }
  if (hasStarted && choice) {
    return reject(
      'INVALID_STATE',
      'gpus: the reservation has begun and keeps its devices; reserve additional devices separately',
      'gpus',
    );
  }
  if (!hasStarted && from < now) {
    return reject('VALIDATION_FAILED', `from: must not be in the past (now is ${now})`, 'from');
  }
  if (until <= now) {
    return reject(
      'VALIDATION_FAILED',
      'until: must be in the future; release the reservation to end it now',
      'until',
    );
  }
  return undefined;
}

/** What only gets shorter was allowed when it was reserved. */
function refusedMove(
  reservation: Reservation,
  window: Interval,
  limits: ChangeReservationCommand['limits'],
  endField: string,
): Rejection | undefined {
  const isWithin =
    window.from >= reservation.from && window.until <= reservation.until && window.from < window.until;
  return isWithin ? undefined : refusedWindow(window, limits, endField);
}

const endFieldOf = ({ extendMinutes }: ChangeReservationCommand): string =>
  extendMinutes === undefined ? 'until' : 'minutes';

const ownerOf = ({ userId, projectId, sharedWithProject, reservationId }: Reservation) => ({
  userId,
  projectId,
  shared: sharedWithProject,
  except: reservationId,
});

/** The devices it has, if what the new window has beyond the old is free. */
function sameDevices(
  reservation: Reservation,
  { from, until }: Interval,
  calendar: Calendar,
): readonly ReservedDevice[] | undefined {
  const added = [
    { from, until: reservation.from < until ? reservation.from : until },
    { from: reservation.until > from ? reservation.until : from, until },
  ].filter((part) => part.from < part.until);
  const isFreeFor = (device: ReservedDevice): boolean =>
    added.every((part) => isFree(calendar, device, ownerOf(reservation), part));
  return reservation.devices.every(isFreeFor) ? reservation.devices : undefined;
}

/** Of those that may be chosen, the ones it has already come first. */
function newDevices(
  { choice }: ChangeReservationCommand,
  reservation: Reservation,
  window: Interval,
  calendar: Calendar,
): readonly ReservedDevice[] | undefined {
  if (!choice) return undefined;
  const has = new Set(reservation.devices.map(({ uuid }) => uuid));
  const kept = choice.candidates.filter(({ uuid }) => has.has(uuid));
  const others = choice.candidates.filter(({ uuid }) => !has.has(uuid));
  const { count } = choice;
  const owner = ownerOf(reservation);
  const free = (devices: readonly ReservedDevice[]) =>
    devices.filter((device) => isFree(calendar, device, owner, window));
  const keeps = free(kept).slice(0, count);
  const more = chooseDevices(calendar, owner, { count: count - keeps.length, candidates: others }, window);
  return more && [...keeps, ...more];
}

const sameUuids = (a: readonly ReservedDevice[], b: readonly ReservedDevice[]): boolean =>
  a.length === b.length && a.every(({ uuid }) => b.some((device) => device.uuid === uuid));
