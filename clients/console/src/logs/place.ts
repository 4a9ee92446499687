/** Where to go: a line by its number, or the first line of a time or later. */
export type Place =
  { readonly kind: 'line'; readonly number: number } | { readonly kind: 'time'; readonly at: string };

const DAY_MS = 86_400_000;

/**
 * @param text a number, a time of day such as 14:05 or 14:05:30, or a date and time such as 2026-11-29 14:05
 * @param day any instant of the day that a time of day means
 * @param offset how far a zone's clock is before UTC at an instant, in ms
 */
export function parsePlace(text: string, day: number, offset: (at: number) => number): Place | undefined {
  const trimmed = latinDigits(text).trim();
  if (/^[\d,._ \u066c]+$/.test(trimmed)) {
    const number = Number(trimmed.replaceAll(/\D/g, ''));
    return Number.isSafeInteger(number) && number >= 1 ? { kind: 'line', number } : undefined;
  }
  const match = /^(?:(\d{4})-(\d{2})-(\d{2})[T ])?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z)?$/.exec(
    trimmed,
  );
  if (!match) return undefined;
  const [, year, month, date, hour, minute, second = '0', fraction = '0', utc] = match;
  const zoned = utc === undefined;
  const midnight =
    year === undefined
      ? Math.floor((day + (zoned ? offset(day) : 0)) / DAY_MS) * DAY_MS
      : Date.UTC(Number(year), Number(month) - 1, Number(date));
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const local =
    midnight +
    ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 +
    Number(fraction.padEnd(3, '0'));
  const at = zoned ? local - offset(local - offset(local)) : local;
  return Number.isNaN(at) ? undefined : { kind: 'time', at: new Date(at).toISOString() };
}

/** Persian and Arabic digits as ours. */
const latinDigits = (text: string): string =>
  text.replaceAll(/[\u06f0-\u06f9\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) & 0xf));

/** How far the clock of a zone is before UTC. */
export function offsetOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const local = Date.UTC(
      part['year'] ?? 0,
      (part['month'] ?? 1) - 1,
      part['day'],
      part['hour'],
      part['minute'],
      part['second'],
    );
    return local - Math.floor(at / 1000) * 1000;
  };
}
