import { addMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { BookingLimits, Choice } from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import type { Booker, Interval } from './free-intervals.js';
import { freeWindows, nearest } from './free-windows.js';

const HOUR_MS = 3_600_000;
/** So many free windows are told with a refusal, of so many that are looked at. */
const TOLD = 3;
const LOOKED_AT = 200;

const lengthMs = ({ from, until }: Interval): number => Date.parse(until) - Date.parse(from);

/** A window that no booking may have, whatever is free. */
export function refusedWindow(window: Interval, limits: BookingLimits): Rejection | undefined {
  if (window.until <= window.from) {
    return reject('VALIDATION_FAILED', 'until: must be after the beginning', 'until');
  }
  const hours = lengthMs(window) / HOUR_MS;
  if (hours > limits.longestHours) {
    const most = `durationMinutes: you may book for at most ${limits.longestHours} h at a time here, this is ${rounded(hours)} h`;
    return reject('VALIDATION_FAILED', most, 'durationMinutes', { longestHours: limits.longestHours });
  }
  if (window.from > limits.horizon) {
    const far = `from: bookings may begin until ${limits.horizon} here`;
    return reject('VALIDATION_FAILED', far, 'from', { horizon: limits.horizon });
  }
  return undefined;
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
  const { count, candidates } = choice;
  const devices =
    candidates.length > count
      ? `fewer than ${count} of ${candidates.length} devices are`
      : 'not all devices are';
  const instead = told[0]
    ? `the nearest free window is from ${told[0].from} to ${told[0].until}`
    : 'there is no free window of that length as far ahead as one may book';
  return reject(
    'RESERVATION_CONFLICT',
    `from: ${devices} free from ${window.from} to ${window.until}; ${instead}`,
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

const rounded = (hours: number): number => Math.round(hours * 100) / 100;
