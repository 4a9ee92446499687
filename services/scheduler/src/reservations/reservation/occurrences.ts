import { Temporal } from 'temporal-polyfill';
import { weekdays, type Repetition } from '@berth/contracts/scheduler/reservations';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { instantOfLocal } from '../../calendar/local-time.js';

export interface Window {
  readonly from: string;
  readonly until: string;
}

export const MAX_OCCURRENCES = 104;
const MAX_DAYS = 3 * 366;

/**
 * The windows of a recurring reservation, the first one first. Each begins at the same time of day by the clock of
 * the repetition's zone and lasts as long as the first. Where that time comes twice it is the first, where it is
 * skipped the window begins right after the gap.
 */
export function occurrences(first: Window, repeat: Repetition): Result<readonly Window[], Rejection> {
  const { until, count, timeZone } = repeat;
  if (until === undefined && count === undefined) {
    return err(
      reject('VALIDATION_FAILED', 'repeat.count: is required unless repeat.until is given', 'repeat.count'),
    );
  }
  const start = inZone(first.from, timeZone);
  if (!start) {
    const zone = `repeat.timeZone: "${timeZone}" is not a time zone; give one such as Europe/Berlin`;
    return err(reject('VALIDATION_FAILED', zone, 'repeat.timeZone'));
  }
  const days = daysOf(repeat, start.dayOfWeek);
  const lengthMs = Date.parse(first.until) - Date.parse(first.from);
  const windows: Window[] = [];
  for (let day = 0; day < MAX_DAYS; day += 1) {
    const at = start.add({ days: day });
    // the first is when it was asked for, even if that is the second time that the clock shows it
    const from = day === 0 ? first.from : beginOf(at, timeZone);
    if ((until !== undefined && from > until) || windows.length === count) break;
    if (days && !days.has(at.dayOfWeek)) continue;
    // where a whole day is skipped, one at midnight and the next day's are the same
    if (windows.at(-1)?.from === from) continue;
    if (windows.length === MAX_OCCURRENCES) {
      const many = `repeat.until: gives more than ${MAX_OCCURRENCES} occurrences; use an earlier instant`;
      return err(reject('VALIDATION_FAILED', many, 'repeat.until', { maximum: MAX_OCCURRENCES }));
    }
    windows.push({ from, until: new Date(Date.parse(from) + lengthMs).toISOString() });
  }
  if (windows.length === 0) {
    return err(reject('VALIDATION_FAILED', 'repeat.until: must not be before from', 'repeat.until'));
  }
  return ok(windows);
}

/** By ISO number, Monday being 1; undefined for every day. */
function daysOf({ every, days }: Repetition, firstDay: number): ReadonlySet<number> | undefined {
  if (days) return new Set(days.map((day) => weekdays.indexOf(day) + 1));
  return every === 'week' ? new Set([firstDay]) : undefined;
}

function inZone(instant: string, timeZone: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime();
  } catch {
    return undefined;
  }
}

function beginOf(local: Temporal.PlainDateTime, timeZone: string): string {
  const shown = local.toZonedDateTime('UTC').epochMilliseconds;
  return new Date(instantOfLocal(shown, timeZone)).toISOString();
}
