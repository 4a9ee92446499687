import { elapsedMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import {
  changeAfter,
  changeUpTo,
  instantOfLocal,
  latestLocal,
  localOf,
  offsetAt,
  type InstantMs,
} from '../../calendar/local-time.js';
import { CronExpression, faultOf } from './cron-expression.js';

export interface Timing {
  readonly cron: string;
  readonly timeZone: string;
  readonly until?: string | undefined;
}

/** A firing that is so late counts as missed. */
const IN_TIME_MS = 60_000;
/** The closest two times of an expression are among so many: those that its finest field names, and the next one. */
const MIN_GAP_SAMPLE = 62;

/**
 * What is wrong with an expression or a zone.
 * @param minSeconds between two times
 */
export function checkTiming(timing: Timing, now: string, minSeconds = 0): Rejection | undefined {
  const { cron, timeZone, until } = timing;
  if (!isZone(timeZone)) {
    const message = `timeZone: "${timeZone}" is not a time zone; give one such as Europe/Berlin or UTC`;
    return reject('VALIDATION_FAILED', message, 'timeZone');
  }
  const fault = faultOf(cron);
  if (fault !== undefined) return reject('VALIDATION_FAILED', `cron: ${fault}`, 'cron');
  if (until !== undefined && until <= now)
    return reject('VALIDATION_FAILED', 'until: must be in the future', 'until');
  if (timesAfter(timing, now, 1).length > 0)
    return minSeconds > 0 ? tooOften(cron, now, minSeconds) : undefined;
  if (until !== undefined && timesAfter({ cron, timeZone }, now, 1).length > 0)
    return reject(
      'VALIDATION_FAILED',
      `until: "${cron}" has no occurrence before that; give a later instant`,
      'until',
    );
  const message = `cron: "${cron}" never occurs: no month that it names has such a day`;
  return reject('VALIDATION_FAILED', message, 'cron');
}

/** By a clock that is never changed: where one is, two times may come closer once a year. */
function tooOften(cron: string, now: string, minSeconds: number): Rejection | undefined {
  const times = timesAfter({ cron, timeZone: 'UTC' }, now, MIN_GAP_SAMPLE);
  const gaps = times.slice(1).map((time, index) => elapsedMs(times[index] ?? time, time));
  const actual = Math.min(...gaps) / 1000;
  if (actual >= minSeconds) return undefined;
  const message = `cron: "${cron}" occurs every ${actual} s; the interval must be at least ${minSeconds} s`;
  return reject('VALIDATION_FAILED', message, 'cron', { limit: minSeconds, actual });
}

/** The next times, the first one first; none comes twice, though several may have been moved to the end of one gap. */
export function timesAfter({ cron, timeZone, until }: Timing, after: string, count: number): string[] {
  const expression = CronExpression.of(cron);
  const next = expression.everyHour ? nextByTheClock : nextNamed;
  const times: string[] = [];
  let at: InstantMs | undefined = Date.parse(after);
  while (times.length < count) {
    at = next(expression, timeZone, at);
    if (at === undefined) break;
    const time = new Date(at).toISOString();
    if (until !== undefined && time > until) break;
    times.push(time);
  }
  return times;
}

export interface Firing extends Timing {
  readonly catchUp: 'none' | 'latest';
  /** Nothing up to here is due any more. */
  readonly handledUpTo: string;
}

/** The time that is due now; of several that have passed, the last one. Nothing after a step of the clock backwards. */
export function dueAt(schedule: Firing, now: string): string | undefined {
  const { until, handledUpTo, catchUp } = schedule;
  const upTo = until !== undefined && until < now ? until : now;
  if (upTo <= handledUpTo) return undefined;
  const expression = CronExpression.of(schedule.cron);
  const last = expression.everyHour ? lastByTheClock : lastNamed;
  const at = last(expression, schedule.timeZone, Date.parse(upTo));
  if (at === undefined) return undefined;
  const time = new Date(at).toISOString();
  if (time <= handledUpTo) return undefined;
  return catchUp === 'none' && elapsedMs(time, now) > IN_TIME_MS ? undefined : time;
}

/** Of an expression that names hours: each time once, whatever becomes of it when clocks are changed. */
function nextNamed(expression: CronExpression, timeZone: string, after: InstantMs): InstantMs | undefined {
  let local = expression.next(localOf(after, timeZone));
  while (local !== undefined) {
    const at = instantOfLocal(local, timeZone);
    if (at > after) return at;
    local = expression.next(local);
  }
  return undefined;
}

function lastNamed(expression: CronExpression, timeZone: string, upTo: InstantMs): InstantMs | undefined {
  const local = expression.previous(latestLocal(upTo, timeZone));
  return local === undefined ? undefined : instantOfLocal(local, timeZone);
}

/** Of an expression for every hour: whenever the wall clock shows such a time, so once in each hour that there is. */
function nextByTheClock(
  expression: CronExpression,
  timeZone: string,
  after: InstantMs,
): InstantMs | undefined {
  for (let from = after, offset = offsetAt(after, timeZone); ;) {
    const local = expression.next(from + offset);
    if (local === undefined) return undefined;
    const at = local - offset;
    const change = changeAfter(from, timeZone);
    if (!change || at < change.at) return at;
    // the same clock, as it was changed: its first time may be the instant of the change itself
    offset = change.offsetAfter;
    const changed = expression.next(change.at + offset - 1);
    if (changed === undefined) return undefined;
    if (changed - offset === change.at) return change.at;
    from = change.at;
  }
}

function lastByTheClock(
  expression: CronExpression,
  timeZone: string,
  upTo: InstantMs,
): InstantMs | undefined {
  for (let to = upTo; ;) {
    const offset = offsetAt(to, timeZone);
    const local = expression.previous(to + offset);
    if (local === undefined) return undefined;
    const change = changeUpTo(to, timeZone);
    if (!change || local - offset >= change.at) return local - offset;
    to = change.at - 1;
  }
}

function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
