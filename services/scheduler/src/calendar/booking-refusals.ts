import { addMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { BookingLimits, Choice } from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import type { Booking } from './agenda.js';
import { freeIntervals, isFree, type Booker, type Interval } from './free-intervals.js';
import { freeWindows, nearest } from './free-windows.js';

const HOUR_MS = 3_600_000;
/** So many free windows are told with a refusal, of so many that are looked at. */
const TOLD = 3;
const LOOKED_AT = 200;

const lengthMs = ({ from, until }: Interval): number => Date.parse(until) - Date.parse(from);

/** A length that no booking may have. `field` is what the length was given by. */
export function refusedLength(
  hours: number,
  { longestHours }: Pick<BookingLimits, 'longestHours'>,
  field = 'durationMinutes',
): Rejection | undefined {
  if (hours <= longestHours) return undefined;
  const most = `${field}: you may book for at most ${longestHours} h at a time here, this is ${rounded(hours)} h`;
  return reject('VALIDATION_FAILED', most, field, { longestHours });
}

/** A beginning that is further ahead than bookings may be. */
export function refusedBeginning(
  from: string,
  { horizon }: Pick<BookingLimits, 'horizon'>,
  field = 'from',
): Rejection | undefined {
  if (from <= horizon) return undefined;
  return reject('VALIDATION_FAILED', `${field}: bookings may begin until ${horizon} here`, field, {
    horizon,
  });
}

/** A window that no booking may have, whatever is free. `lengthField` is what its length was given by. */
export function refusedWindow(
  window: Interval,
  limits: BookingLimits,
  lengthField?: string,
): Rejection | undefined {
  if (window.until <= window.from) {
    return reject('VALIDATION_FAILED', 'until: must be after the beginning', 'until');
  }
  const hours = lengthMs(window) / HOUR_MS;
  return refusedLength(hours, limits, lengthField) ?? refusedBeginning(window.from, limits);
}

/** The devices are not free: with it go the nearest windows of the same length in which enough of them are. */
export function conflict(
  calendar: Calendar,
  booker: Booker,
  choice: Choice,
  window: Interval,
  { now, horizon }: { readonly now: string; readonly horizon: string },
): Rejection {
  const durationMs = lengthMs(window);
  const range = { from: now, until: addMs(horizon, durationMs) };
  const found = freeWindows(calendar, booker, { choice, durationMs, range, most: LOOKED_AT });
  const told = nearest(found, window.from, durationMs).slice(0, TOLD);
  const instead = told[0]
    ? `the nearest free window is from ${told[0].from} to ${told[0].until}`
    : 'there is no free window of that length as far ahead as one may book';
  return reject(
    'RESERVATION_CONFLICT',
    `from: ${howManyAre(calendar, booker, choice, window)} free from ${window.from} to ${window.until}; ${instead}`,
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
  booker: Booker,
  { count, candidates }: Choice,
  window: Interval,
): string {
  const free = candidates.filter((device) => isFree(calendar, device, booker, window)).length;
  if (candidates.length === 1) return 'the device is not';
  const are = `${free === 0 ? 'none' : `only ${free}`} of ${candidates.length} devices ${free === 1 ? 'is' : 'are'}`;
  return candidates.length > count ? `${count} are wanted, and ${are}` : are;
}

/**
 * A booking that keeps its beginning and its devices can't last so long: with it goes how long it can.
 * @param field what its new end was given by
 */
export function endConflict(
  calendar: Calendar,
  booker: Booker,
  { devices, until }: Pick<Booking, 'devices' | 'until'>,
  wanted: string,
  field: string,
): Rejection {
  const free = devices.map((device) => {
    const [first] = freeIntervals(calendar, device, booker, { from: until, until: wanted });
    return first?.from === until ? first.until : until;
  });
  const freeUntil = free.reduce((a, b) => (a < b ? a : b), wanted);
  const minutes = Math.floor((Date.parse(freeUntil) - Date.parse(until)) / 60_000);
  const instead =
    minutes > 0
      ? `its devices are free until ${freeUntil}: it can be extended by ${minutes} minutes at most`
      : 'its devices are taken right after it; book others beside them';
  return reject('RESERVATION_CONFLICT', `${field}: ${instead}`, field, { freeUntil, freeWindows: [] });
}

const rounded = (hours: number): number => Math.round(hours * 100) / 100;
