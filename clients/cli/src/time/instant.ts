import { UsageError } from '../errors.js';
import { durationMs } from './duration.js';
import { asUtc, instantOf, wallTimeOf, type WallTime } from './local-time.js';

export interface Now {
  readonly at: number;
  readonly timeZone: string;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const ISO = /^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})$/;
const LOCAL = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\s*(\S+))?$/;
const CLOCK = /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s*(am|pm)?$/;
const RIGHT =
  'write for example now, in 2h, 18:30, tomorrow 9:00, mon 14:00, 2026-12-01 09:00 or 2026-12-01T09:00:00Z';

/**
 * An instant from what people write, in the zone of the reader. A time of day alone is the next one to come.
 * @throws UsageError that names the option and what would be right
 */
export function parseInstant(text: string, option: string, now: Now): string {
  return new Date(instantOfText(text.trim().toLowerCase(), now, wrong(text, option))).toISOString();
}

type Wrong = (why?: string) => UsageError;

const wrong =
  (text: string, option: string): Wrong =>
  (why = 'is not a time') =>
    new UsageError(`${option}: "${text}" ${why}; ${RIGHT}`);

function instantOfText(text: string, now: Now, refuse: Wrong): number {
  if (text === 'now') return now.at;
  const relative = /^(?:in\s+|\+)(.+)$/.exec(text)?.[1];
  const length = durationMs(relative ?? text);
  if (length !== undefined) return now.at + length;
  if (relative !== undefined) throw refuse('names no duration');
  if (ISO.test(text)) {
    const at = Date.parse(text.toUpperCase());
    if (Number.isNaN(at)) throw refuse('is no date of the calendar');
    return at;
  }
  const dated = LOCAL.exec(text);
  if (dated) {
    const [, year, month, day, clock] = dated;
    const date = { year: Number(year), month: Number(month), day: Number(day) };
    const midnight = { ...date, hour: 0, minute: 0, second: 0 };
    const real = new Date(asUtc(midnight));
    if (real.getUTCMonth() + 1 !== date.month || real.getUTCDate() !== date.day)
      throw refuse('is no date of the calendar');
    return instantOf({ ...date, ...clockOf(clock ?? '0:00', refuse) }, now.timeZone);
  }
  return onADay(text, now, refuse);
}

/** `tomorrow 9:00`, `mon`, `18:30`. */
function onADay(text: string, now: Now, refuse: Wrong): number {
  const [first = '', ...rest] = text.split(/\s+/);
  const today = wallTimeOf(now.at, now.timeZone);
  const on = (daysAhead: number, clock: Clock): number =>
    instantOf(normalised({ ...today, day: today.day + daysAhead, ...clock }), now.timeZone);
  const after = rest[0] === 'at' ? rest.slice(1) : rest;
  const clock = clockOf(after.join(' ') || '0:00', refuse, text);
  if (first === 'today') return on(0, clock);
  if (first === 'tomorrow') return on(1, clock);
  const weekday = first.length >= 3 ? WEEKDAYS.findIndex((name) => name.startsWith(first)) : -1;
  if (weekday >= 0) {
    const ahead = (weekday - new Date(asUtc(today)).getUTCDay() + 7) % 7;
    const at = on(ahead, clock);
    return at > now.at ? at : on(ahead + 7, clock);
  }
  const alone = clockOf(text, refuse);
  const at = on(0, alone);
  return at > now.at ? at : on(1, alone);
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function clockOf(text: string, refuse: Wrong, whole = text): Clock {
  const found = CLOCK.exec(text);
  if (!found) {
    // what follows a word that is no day is judged with the whole text
    if (whole !== text && CLOCK.test(whole)) return clockOf(whole, refuse);
    throw refuse();
  }
  const [, hours = '', minutes, seconds, half] = found;
  if (minutes === undefined && half === undefined) throw refuse('has no minutes');
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'pm' ? 12 : 0);
  const clock = { hour, minute: Number(minutes ?? 0), second: Number(seconds ?? 0) };
  const tooLate = clock.hour > 23 || clock.minute > 59 || clock.second > 59;
  if (tooLate || (half !== undefined && (Number(hours) < 1 || Number(hours) > 12)))
    throw refuse('names no time of day');
  return clock;
}

const normalised = (time: WallTime): WallTime => {
  const date = new Date(asUtc(time));
  return { ...time, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};
