/** A date and time as a wall clock and a calendar show it. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

/** What a wall clock of the zone shows. */
export function wallTimeOf(at: number, timeZone: string): WallTime {
  const parts = new Map<string, number>(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: string): number => parts.get(name) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

/** As if the clock were UTC's; days beyond the month's end count on. */
export const asUtc = ({ year, month, day, hour, minute, second }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

export const offsetAt = (at: number, timeZone: string): number =>
  asUtc(wallTimeOf(at, timeZone)) - Math.floor(at / 1_000) * 1_000;

const DAY_MS = 86_400_000;

/**
 * The instant at which a clock of the zone shows a time, by the rule of reservations and schedules (ADR 0155): a time that
 * comes twice is the first one, and one that is skipped comes at the first instant after the gap.
 */
export function instantOf(local: WallTime, timeZone: string): number {
  const wanted = asUtc(local);
  // around a change the offset of the day before or the day after is the one that holds
  const offsets = [offsetAt(wanted - DAY_MS, timeZone), offsetAt(wanted + DAY_MS, timeZone)];
  const candidates = offsets.map((offset) => wanted - offset).sort((a, b) => a - b);
  for (const at of candidates) if (asUtc(wallTimeOf(at, timeZone)) === wanted) return at;
  return firstAfterGap(wanted - DAY_MS, wanted + DAY_MS, timeZone);
}

/** The one change of the offset between two instants, to the second. */
function firstAfterGap(from: number, until: number, timeZone: string): number {
  const before = offsetAt(from, timeZone);
  let low = Math.floor(from / 1_000);
  let high = Math.ceil(until / 1_000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1_000, timeZone) === before) low = middle;
    else high = middle;
  }
  return high * 1_000;
}
