/** A lease's hold of one device, as known when the lease to be rated ended. Milliseconds since 1970, `to` exclusive. */
export interface Hold {
  readonly from: number;
  /** Absent while it goes on. */
  readonly to?: number | undefined;
}

/** A stretch of time in which a device is held by so many leases. */
export interface Share {
  readonly from: number;
  readonly to: number;
  /** The lease that is rated counts too, so 1 where it has the device for itself. */
  readonly sharers: number;
}

/** Cuts [from, to) wherever another hold begins or ends; neighbours differ in the number of sharers. */
export function sharesOf(from: number, to: number, others: readonly Hold[]): readonly Share[] {
  const changes = new Map<number, number>();
  const change = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
  for (const other of others) {
    const begin = Math.max(other.from, from);
    const end = Math.min(other.to ?? to, to);
    if (begin >= end) continue;
    change(begin, 1);
    change(end, -1);
  }
  const shares: Share[] = [];
  let begin = from;
  let sharers = 1 + (changes.get(from) ?? 0);
  for (const [at, by] of [...changes].sort(([a], [b]) => a - b)) {
    if (at === from || at >= to || by === 0) continue;
    shares.push({ from: begin, to: at, sharers });
    begin = at;
    sharers += by;
  }
  shares.push({ from: begin, to, sharers });
  return shares;
}

/** So much time at so many sharers; in order of sharers, each number once. */
export interface SharedTime {
  readonly sharers: number;
  readonly milliseconds: number;
}

const MS_PER_HOUR = 3_600_000n;

/** A fraction kept exact: milliseconds of a device, each divided among those who held it. */
interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function exact(times: readonly SharedTime[]): Fraction {
  let sum: Fraction = { numerator: 0n, denominator: 1n };
  for (const { sharers, milliseconds } of times) {
    const by = BigInt(sharers);
    const numerator = sum.numerator * by + BigInt(milliseconds) * sum.denominator;
    const denominator = sum.denominator * by;
    const divisor = gcd(numerator, denominator);
    sum = { numerator: numerator / divisor, denominator: denominator / divisor };
  }
  return sum;
}

/** A lease's part of a device's time, in whole milliseconds, rounded down. */
export function deviceMilliseconds(times: readonly SharedTime[]): number {
  const { numerator, denominator } = exact(times);
  return Number(numerator / denominator);
}

/**
 * What the time costs, in micro-units. Rounded once, down: a started micro-unit is never charged, and what the sharers
 * of a device pay together never exceeds what one of them alone would have paid.
 */
export function amountMicros(times: readonly SharedTime[], microsPerHour: number): number {
  const { numerator, denominator } = exact(times);
  return Number((numerator * BigInt(microsPerHour)) / (denominator * MS_PER_HOUR));
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
