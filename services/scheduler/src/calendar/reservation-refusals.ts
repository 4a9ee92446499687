import { addMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { ReservationLimits, Choice } from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import type { Reservation } from './agenda.js';
import {
  freeIntervals,
  isFree,
  type ReservationOwner,
  type Interval,
  freeWindows,
  nearest,
} from './free-windows.js';

const HOUR_MS = 3_600_000;
/** Maximum of free windows in a refusal, and of windows examined for it. */
const TOLD = 3;
const LOOKED_AT = 200;

const lengthMs = ({ from, until }: Interval): number => Date.parse(until) - Date.parse(from);

/** A length that no reservation may have. `field` is what the length was given by. */
export function refusedLength(
  hours: number,
  { maxHours }: Pick<ReservationLimits, 'maxHours'>,
  field = 'durationMinutes',
): Rejection | undefined {
  if (hours <= maxHours) return undefined;
  const limit = `${field}: a reservation here may last at most ${maxHours} h, this is ${rounded(hours)} h`;
  return reject('VALIDATION_FAILED', limit, field, { maxHours });
}

/** A beginning that is further ahead than reservations may be. */
export function refusedBeginning(
  from: string,
  { horizon }: Pick<ReservationLimits, 'horizon'>,
  field = 'from',
): Rejection | undefined {
  if (from <= horizon) return undefined;
  return reject('VALIDATION_FAILED', `${field}: a reservation here must begin before ${horizon}`, field, {
    horizon,
  });
}

/** A window that no reservation may have, whatever is free. `lengthField` is what its length was given by. */
export function refusedWindow(
  window: Interval,
  limits: ReservationLimits,
  lengthField?: string,
): Rejection | undefined {
  if (window.until <= window.from) {
    return reject('VALIDATION_FAILED', 'until: must be after from', 'until');
  }
  const hours = lengthMs(window) / HOUR_MS;
  return refusedLength(hours, limits, lengthField) ?? refusedBeginning(window.from, limits);
}

/** The devices are not free: with it go the nearest windows of the same length in which enough of them are. */
export function conflict(
  calendar: Calendar,
  owner: ReservationOwner,
  choice: Choice,
  window: Interval,
  { now, horizon }: { readonly now: string; readonly horizon: string },
): Rejection {
  const durationMs = lengthMs(window);
  const range = { from: now, until: addMs(horizon, durationMs) };
  const found = freeWindows(calendar, owner, { choice, durationMs, range, limit: LOOKED_AT });
  const told = nearest(found, window.from, durationMs).slice(0, TOLD);
  const instead = told[0]
    ? `the nearest free window is from ${told[0].from} to ${told[0].until}`
    : 'there is no free window of that length within the reservation horizon';
  return reject(
    'RESERVATION_CONFLICT',
    `from: ${howManyAre(calendar, owner, choice, window)} free from ${window.from} to ${window.until}; ${instead}`,
    'from',
    {
      freeWindows: told.map(({ from, until, devices: free }) => ({
        from,
        until,
        devices: free.map((device) => ({ ...device })),
      })),
    },
  );
}

function howManyAre(
  calendar: Calendar,
  owner: ReservationOwner,
  { count, candidates }: Choice,
  window: Interval,
): string {
  const free = candidates.filter((device) => isFree(calendar, device, owner, window)).length;
  if (candidates.length === 1) return 'the device is not';
  const are = `${free === 0 ? 'none' : `only ${free}`} of ${candidates.length} devices ${free === 1 ? 'is' : 'are'}`;
  return candidates.length > count ? `${count} were requested, and ${are}` : are;
}

/**
 * A reservation that keeps its beginning and its devices cannot last so long: the refusal carries how long it can.
 * @param field what its new end was given by
 */
export function endConflict(
  calendar: Calendar,
  owner: ReservationOwner,
  { devices, until }: Pick<Reservation, 'devices' | 'until'>,
  wanted: string,
  field: string,
): Rejection {
  const free = devices.map((device) => {
    const [first] = freeIntervals(calendar, device, owner, { from: until, until: wanted });
    return first?.from === until ? first.until : until;
  });
  const freeUntil = free.reduce((a, b) => (a < b ? a : b), wanted);
  const minutes = Math.floor((Date.parse(freeUntil) - Date.parse(until)) / 60_000);
  const instead =
    minutes > 0
      ? `its devices are free until ${freeUntil}: extend it by at most ${minutes} minutes`
      : 'its devices are reserved immediately after it; reserve other devices';
  return reject('RESERVATION_CONFLICT', `${field}: ${instead}`, field, { freeUntil, freeWindows: [] });
}

const rounded = (hours: number): number => Math.round(hours * 100) / 100;
