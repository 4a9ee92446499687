import { createCalendar, fromAbsolute, isWeekend, toCalendar } from '@internationalized/date';
import { HOUR, lengthOf, type Scale } from './scale.js';
import { dayStarts, wallClockOffset } from './zone.js';

export interface Reader {
  readonly zone: string;
  /** With its calendar system, such as `fa-IR-u-ca-persian`. */
  readonly locale: string;
}

export interface DayTick {
  readonly from: number;
  readonly until: number;
  /** In the reader's calendar system: a month begins, or the year. */
  readonly begins?: 'month' | 'year';
  readonly weekend: boolean;
}

const HOUR_STEPS = [1, 2, 3, 6, 12] as const;
const MIN_TICK_PX = 40;
const HALF_HOUR = HOUR / 2;

/** The days that a scale shows, whole ones: the first may begin before it and the last end after it. */
export function dayTicks({ from, until }: Scale, { zone, locale }: Reader): DayTick[] {
  const { calendar = 'gregory', baseName } = new Intl.Locale(locale);
  const system = createCalendar(calendar as Parameters<typeof createCalendar>[0]);
  const starts = dayStarts(from, until, zone);
  return starts.slice(0, -1).map((start, index) => {
    const date = toCalendar(fromAbsolute(start, zone), system);
    return {
      from: start,
      until: starts[index + 1] ?? until,
      weekend: isWeekend(date, baseName),
      ...(date.day === 1 && { begins: date.month === 1 ? ('year' as const) : ('month' as const) }),
    };
  });
}

/**
 * Instants at which the reader's clock shows a full hour, every one, or every second, third, sixth or twelfth, as there
 * is room. Where the clock is put back it shows an hour twice, where it is put forward it leaves one out.
 */
export function hourTicks(scale: Scale, { zone }: Reader): number[] {
  const step = HOUR_STEPS.find((hours) => lengthOf(scale, hours * HOUR) >= MIN_TICK_PX);
  if (step === undefined) return [];
  const ticks = [];
  const starts = dayStarts(scale.from, scale.until, zone);
  for (const [index, start] of starts.slice(0, -1).entries()) {
    const end = starts[index + 1] ?? scale.until;
    const first = wallClockOffset(start, zone);
    const steady = first === wallClockOffset(end, zone);
    for (let at = start + HALF_HOUR; at < end; at += HALF_HOUR) {
      const wall = at + (steady ? first : wallClockOffset(at, zone));
      if (wall % (step * HOUR) === 0 && at >= scale.from && at < scale.until) ticks.push(at);
    }
  }
  return ticks;
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface WorkingHours {
  /** Of the reader's clock. */
  readonly from: number;
  readonly until: number;
}

/** Nights and weekends, joined where one follows the other. */
export function offHours(days: readonly DayTick[], { zone }: Reader, hours: WorkingHours): Span[] {
  const spans: { from: number; until: number }[] = [];
  const add = (from: number, until: number): void => {
    const last = spans.at(-1);
    if (last?.until === from) last.until = until;
    else if (until > from) spans.push({ from, until });
  };
  for (const { from, until, weekend } of days) {
    if (weekend) {
      add(from, until);
      continue;
    }
    const at = (hour: number): number => {
      if (hour >= 24) return until;
      return fromAbsolute(from, zone).set({ hour, minute: 0 }).toDate().getTime();
    };
    add(from, at(hours.from));
    add(at(hours.until), until);
  }
  return spans;
}
