/** A month in UTC, as charges are counted: `2026-11`. */
export type Month = string;

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

export const isMonth = (given: unknown): given is Month => typeof given === 'string' && MONTH.test(given);

export const monthOf = (at: number): Month => new Date(at).toISOString().slice(0, 7);

/** The month so many before. */
export function monthBefore(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return monthOf(Date.UTC(year, number - 1 - count));
}

/** The latest first. */
export const lastMonths = (count: number, now: number): readonly Month[] =>
  Array.from({ length: count }, (_, index) => monthBefore(monthOf(now), index));

/** From inclusive, to exclusive. */
export const rangeOf = (month: Month): { readonly from: string; readonly to: string } => ({
  from: new Date(`${month}-01T00:00:00Z`).toISOString(),
  to: new Date(`${monthBefore(month, -1)}-01T00:00:00Z`).toISOString(),
});

/** Months of the platform are Gregorian, whichever calendar the reader has. */
export function monthName(month: Month, locale: string, style: 'long' | 'short' = 'long'): string {
  const gregorian = locale.replace(/-u-ca-.*$/, '-u-ca-gregory');
  return new Intl.DateTimeFormat(gregorian, {
    month: style,
    ...(style === 'long' && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));
}
