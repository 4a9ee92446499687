import type { MetricValue } from '@berth/contracts/log-lines';
import { defined } from '@berth/kernel/defined';

/** Progress as a run reports it. Fractions from 0 to 1. */
export interface Progress {
  readonly run: number;
  readonly progress?: number;
  readonly stage?: string;
  readonly epoch?: number;
  readonly epochs?: number;
  readonly message?: string;
  readonly latestMetrics: { readonly [name: string]: MetricValue };
  /** Metrics that were left out: of the latest line that had any, and beyond what is kept. */
  readonly omittedMetrics?: number;
  /** ISO 8601, by the host's clock. */
  readonly updatedAt: string;
}

/** What one line reports. */
export type ProgressChange = Partial<Omit<Progress, 'run' | 'updatedAt' | 'omittedMetrics'>> & {
  /** Metrics that have no value any more. */
  readonly without?: readonly string[];
  /** Metrics of the line that were left out. */
  readonly omitted?: number;
};

const MAX_MESSAGE = 500;
const MAX_METRICS = 200;

/** A new run starts afresh; output of the run before it no longer counts. */
export function advance(
  known: Progress | undefined,
  run: number,
  at: string,
  changes: readonly ProgressChange[],
): Progress | undefined {
  if (changes.length === 0 || (known && run < known.run)) return known;
  let progress: Progress = known?.run === run ? known : { run, latestMetrics: {}, updatedAt: at };
  for (const { without = [], omitted, ...change } of changes) {
    const metrics = Object.entries({ ...progress.latestMetrics, ...change.latestMetrics });
    const left = metrics.filter(([name]) => !without.includes(name));
    const beyond = Math.max(0, left.length - MAX_METRICS);
    const latestMetrics = Object.fromEntries(left.slice(beyond));
    const { omittedMetrics = 0, ...before } = progress;
    const leftOut = (omitted ?? omittedMetrics) + beyond;
    progress = { ...before, ...change, latestMetrics, updatedAt: at };
    if (leftOut > 0) progress = { ...progress, omittedMetrics: leftOut };
  }
  return {
    ...progress,
    ...defined({ message: progress.message?.slice(0, MAX_MESSAGE) }),
  };
}
