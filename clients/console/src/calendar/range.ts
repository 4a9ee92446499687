import { CalendarDate, parseDate } from '@internationalized/date';
import { addDays } from './grid/zone.js';

export const SPANS = ['day', 'week', 'fortnight'] as const;
export type Span = (typeof SPANS)[number];

const DAYS: { readonly [span in Span]: number } = { day: 1, week: 7, fortnight: 14 };
/** How many times wider than the screen. */
export const ZOOMS = [1, 1.5, 2, 3, 4, 6, 8] as const;

/** What of the calendar is shown; it is in the address. */
export interface CalendarSearch {
  /** Name or id. */
  readonly pool?: string;
  /** First day, as 2026-12-03; today where there is none. */
  readonly from?: string;
  readonly span?: Span;
  readonly zoom?: number;
}

const isDate = (text: unknown): text is string => {
  if (typeof text !== 'string') return false;
  try {
    return parseDate(text).year >= 2000;
  } catch {
    return false;
  }
};

/** @param given what anybody may have written into the address */
export function calendarSearch(given: { readonly [name: string]: unknown }): CalendarSearch {
  const { pool, from, span, zoom } = given;
  const known = SPANS.find((each) => each === span);
  const factor = ZOOMS.find((each) => each === Number(zoom));
  return {
    ...((typeof pool === 'string' || typeof pool === 'number') && pool !== '' && { pool: String(pool) }),
    ...(isDate(from) && { from }),
    ...(known && { span: known }),
    ...(factor !== undefined && factor !== 1 && { zoom: factor }),
  };
}

export interface Days {
  /** As 2026-12-03. */
  readonly from: string;
  readonly span?: Span;
}

export interface Range {
  /** In ms since 1970. */
  readonly from: number;
  readonly until: number;
}

/** The days that are shown, by the clock of the reader. */
export function rangeOf({ from, span = 'week' }: Days, zone: string): Range {
  const start = startOfDate(from, zone);
  return { from: start, until: addDays(start, DAYS[span], zone) };
}

function startOfDate(text: string, zone: string): number {
  const { year, month, day } = parseDate(text);
  return addDays(new CalendarDate(year, month, day).toDate(zone).getTime(), 0, zone);
}

/** The first day of the range before or after. */
export function turned({ from, span = 'week' }: Days, by: 1 | -1, zone: string): string {
  return dateOf(addDays(startOfDate(from, zone), by * DAYS[span], zone), zone);
}

/** As 2026-12-03, by the clock of the reader. */
export const dateOf = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);

export function zoomed(zoom: number, direction: 1 | -1): number {
  const index = ZOOMS.findIndex((each) => each >= zoom);
  return ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, index + direction))] ?? 1;
}
