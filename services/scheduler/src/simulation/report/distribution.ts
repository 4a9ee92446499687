import type { Distribution } from '@berth/contracts/scheduler/simulation.views';

const NOTHING: Distribution = { count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 };

/** Percentiles by nearest rank: each is a value that occurred. */
export function distributionOf(values: readonly number[]): Distribution {
  const count = values.length;
  if (count === 0) return NOTHING;
  const sorted = Float64Array.from(values).sort();
  const at = (part: number): number => sorted[Math.max(0, Math.ceil(part * count) - 1)] ?? 0;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  return {
    count,
    mean: inThousandths(mean),
    p50: inThousandths(at(0.5)),
    p95: inThousandths(at(0.95)),
    p99: inThousandths(at(0.99)),
    max: inThousandths(at(1)),
  };
}

/**
 * (sum x)^2 / (n * sum x^2): 1 where all are alike, 1/n where one has all. Jain, Chiu and Hawe, "A quantitative measure of
 * fairness", DEC-TR-301, 1984.
 */
export function jainsIndex(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return squares === 0 ? 1 : inThousandths((sum * sum) / (values.length * squares));
}

/** Enough for people, and no noise of floating point in what is compared byte by byte. */
export const inThousandths = (value: number): number => Math.round(value * 1000) / 1000;
