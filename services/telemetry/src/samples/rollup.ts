/** What is sampled: of a device, or of a host. Utilisation and CPU in percent, memory in MiB, temperature in °C, power in W. */
export const MEASURES = [
  'utilisationGpu',
  'utilisationMemory',
  'memoryUsedMiB',
  'memoryTotalMiB',
  'temperature',
  'powerW',
  'cpuPercent',
] as const;
export type Measure = (typeof MEASURES)[number];
export type Measured = { readonly [measure in Measure]?: number | undefined };

/** Samples of one bucket of time, added up. */
export interface Rollup {
  readonly samples: number;
  readonly memoryPeakMiB?: number;
  readonly sums: { readonly [measure in Measure]?: readonly [sum: number, count: number] };
}

const NONE: Rollup = { samples: 0, sums: {} };

export function addSample(rollup: Rollup = NONE, sample: Measured): Rollup {
  const sums = { ...rollup.sums };
  for (const measure of MEASURES) {
    const value = sample[measure];
    if (value === undefined) continue;
    const [sum, count] = sums[measure] ?? [0, 0];
    sums[measure] = [sum + value, count + 1];
  }
  const peaks = [rollup.memoryPeakMiB, sample.memoryUsedMiB].filter((value) => value !== undefined);
  return {
    samples: rollup.samples + 1,
    ...(peaks.length === 0 ? {} : { memoryPeakMiB: Math.max(...peaks) }),
    sums,
  };
}

/** Rounded to a hundredth. */
export function meansOf({ sums }: Rollup): Measured {
  const means = Object.entries(sums).map(([measure, [sum, count]]) => [
    measure,
    Math.round((100 * sum) / count) / 100,
  ]);
  return Object.fromEntries(means) as Measured;
}

/** Beginning of the bucket that an instant lies in; milliseconds since 1970. */
export const bucketOf = (atMs: number, bucketMs: number): number => Math.floor(atMs / bucketMs) * bucketMs;
