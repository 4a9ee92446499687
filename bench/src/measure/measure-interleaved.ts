import { median } from './latencies.js';

type Measurement = () => Promise<number>;

interface Turns {
  readonly rounds: number;
  /** Called once the first round has warmed everything up. */
  readonly onWarm?: () => void;
}

/**
 * Measures several things in turns, round after round, and gives the median of each: what else runs on the machine then
 * slows all of them alike. The first round only warms up.
 */
export async function measureInterleaved<K extends string>(
  { rounds, onWarm }: Turns,
  measurements: { readonly [name in K]: Measurement },
): Promise<{ readonly [name in K]: number }> {
  const names = Object.keys(measurements) as K[];
  const results = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    if (round === 1) onWarm?.();
    for (const name of names) {
      const value = await measurements[name]();
      if (round > 0) results.get(name)?.push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(results.get(name) ?? [])])) as {
    [name in K]: number;
  };
}

/** How many a second, while `work` does so many. */
export async function rate(count: number, work: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await work();
  return (count * 1000) / (performance.now() - start);
}

/** Does `count` things, so many at once. */
export async function inFlight(
  atOnce: number,
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
