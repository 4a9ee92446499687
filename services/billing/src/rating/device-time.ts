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
