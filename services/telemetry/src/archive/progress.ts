/** How far a run says it is. Fractions from 0 to 1. */
export interface Progress {
  readonly run: number;
  readonly progress?: number;
  readonly stage?: string;
  readonly epoch?: number;
  readonly epochs?: number;
  readonly message?: string;
  readonly latestMetrics: { readonly [name: string]: number };
  /** ISO 8601, by the host's clock. */
  readonly updatedAt: string;
}

/** What one line says of it. */
export type ProgressChange = Partial<Omit<Progress, 'run' | 'updatedAt'>>;

const MAX_MESSAGE = 500;
const MAX_METRICS = 200;

/** A new run starts afresh; what a run before it still says counts no more. */
export function advance(
  known: Progress | undefined,
  run: number,
  at: string,
  changes: readonly ProgressChange[],
): Progress | undefined {
  if (changes.length === 0 || (known && run < known.run)) return known;
  let progress: Progress = known?.run === run ? known : { run, latestMetrics: {}, updatedAt: at };
  for (const change of changes) {
    const latestMetrics = { ...progress.latestMetrics, ...change.latestMetrics };
    progress = { ...progress, ...change, latestMetrics, updatedAt: at };
  }
  return {
    ...progress,
    ...(progress.message === undefined ? {} : { message: progress.message.slice(0, MAX_MESSAGE) }),
    latestMetrics: Object.fromEntries(Object.entries(progress.latestMetrics).slice(-MAX_METRICS)),
  };
}
