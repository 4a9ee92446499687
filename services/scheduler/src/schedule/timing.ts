import { Cron } from 'croner';
import { addMs, elapsedMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';

export interface Timing {
  readonly cron: string;
  readonly timeZone: string;
  readonly until?: string | undefined;
}

/** A time that is so late counts as missed. */
const IN_TIME_MS = 60_000;
const KNOWN = 1000;
const known = new Map<string, Cron>();

/**
 * In local time of the zone. Where clocks are put forward, a given time that there is not comes right after the gap, and
 * "every hour" has one fewer; where they are put back, a given time comes once, and "every hour" once more (as Vixie cron
 * has it, https://croner.56k.guru/usage/dst/).
 */
function cronOf({ cron, timeZone }: Timing): Cron {
  const key = `${timeZone} ${cron}`;
  let made = known.get(key);
  if (!made) {
    made = new Cron(cron, { timezone: timeZone, paused: true, mode: '5-or-6-parts' });
    // a single date would do as well
    if (made.getPattern() === undefined) throw new Error(`${cron} is a date`);
    if (known.size >= KNOWN) known.clear();
    known.set(key, made);
  }
  return made;
}

/** What is wrong with an expression or a zone. */
export function checkTiming(timing: Timing, now: string): Rejection | undefined {
  const { cron, timeZone, until } = timing;
  if (!isZone(timeZone)) {
    const message = `timeZone: "${timeZone}" is no time zone; give one such as Europe/Berlin or UTC`;
    return reject('VALIDATION_FAILED', message, 'timeZone');
  }
  try {
    cronOf(timing);
  } catch {
    const message = `cron: "${cron}" is no cron expression; give five fields such as "30 2 * * 1-5" (minute, hour, day, month, weekday), six with seconds first, or @daily`;
    return reject('VALIDATION_FAILED', message, 'cron');
  }
  if (until !== undefined && until <= now)
    return reject('VALIDATION_FAILED', 'until: must be in the future', 'until');
  if (timesAfter(timing, now, 1).length > 0) return undefined;
  const field = until === undefined ? 'cron' : 'until';
  return reject(
    'VALIDATION_FAILED',
    `${field}: "${cron}" never comes${until === undefined ? '' : ' before that'}`,
    field,
  );
}

export function timesAfter(timing: Timing, after: string, count: number): string[] {
  const { until } = timing;
  const times = cronOf(timing).nextRuns(count, new Date(after));
  return times.map((time) => time.toISOString()).filter((time) => until === undefined || time <= until);
}

export interface Firing extends Timing {
  readonly catchUp: 'none' | 'latest';
  /** Nothing up to here is due any more. */
  readonly settledUpTo: string;
}

/** The time that is due now; of several that have passed, the last one. Nothing after a step of the clock backwards. */
export function dueAt(schedule: Firing, now: string): string | undefined {
  const { until, settledUpTo, catchUp } = schedule;
  const upTo = until !== undefined && until < now ? until : now;
  if (upTo <= settledUpTo) return undefined;
  // what is asked for lies before the given instant, which itself may be due
  const [last] = cronOf(schedule).previousRuns(1, new Date(addMs(upTo, 1)));
  const time = last?.toISOString();
  if (time === undefined || time <= settledUpTo || time > upTo) return undefined;
  return catchUp === 'none' && elapsedMs(time, now) > IN_TIME_MS ? undefined : time;
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
