import { amountMicros, deviceMilliseconds, type Hold } from './device-time.js';
import { sharedTimes, type RatedLease, type RatedLine } from './rate.js';

/** Milliseconds since 1970, `to` exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type PartLine = Omit<RatedLine, 'shares'>;
export type RatedPart = Omit<RatedLease, 'lines'> & { readonly lines: readonly PartLine[] };

/**
 * What of a rated lease falls into a window: what it had come to by the window's end, less what it had come to by its
 * beginning, each line rounded down as in the whole. So parts of adjacent windows add up to the part of both, and all
 * parts to the whole, whichever way time is cut.
 * @param othersOf the other leases' holds of a device, as known when this lease ended
 */
export function partOf(
  { lines }: { readonly lines: readonly RatedLine[] },
  lease: Span,
  window: Span,
  othersOf: (uuid: string) => readonly Hold[],
): RatedPart {
  const parts = lines.flatMap((line) => partOfLine(line, window, othersOf));
  const seconds = Math.max(0, Math.min(lease.to, window.to) - Math.max(lease.from, window.from)) / 1000;
  let deviceMs = 0;
  let amount = 0;
  for (const part of parts) {
    deviceMs += inMs(part.deviceSeconds);
    amount += part.amountMicros;
  }
  return { lines: parts, seconds, deviceSeconds: deviceMs / 1000, amountMicros: amount };
}

function partOfLine(
  line: RatedLine,
  window: Span,
  othersOf: (uuid: string) => readonly Hold[],
): readonly PartLine[] {
  const from = Math.max(Date.parse(line.from), window.from);
  const to = Math.min(Date.parse(line.to), window.to);
  if (from >= to) return [];
  const [before, after] = [upTo(line, from, othersOf), upTo(line, to, othersOf)];
  const { shares: _whole, ...facts } = line;
  return [
    {
      ...facts,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      seconds: (to - from) / 1000,
      deviceSeconds: (after.deviceMs - before.deviceMs) / 1000,
      amountMicros: after.amount - before.amount,
    },
  ];
}

/** What a line had come to by an instant: never more than it came to in the end, whatever is known of the others now. */
function upTo(line: RatedLine, at: number, othersOf: (uuid: string) => readonly Hold[]) {
  const whole = { deviceMs: inMs(line.deviceSeconds), amount: line.amountMicros };
  const from = Date.parse(line.from);
  if (at <= from) return { deviceMs: 0, amount: 0 };
  if (at >= Date.parse(line.to)) return whole;
  const shares = sharedTimes(from, at, othersOf(line.uuid));
  return {
    deviceMs: Math.min(whole.deviceMs, deviceMilliseconds(shares)),
    amount: Math.min(whole.amount, amountMicros(shares, line.microsPerHour)),
  };
}

const inMs = (seconds: number): number => Math.round(seconds * 1000);
