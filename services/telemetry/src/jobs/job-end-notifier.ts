import type { KnownJob } from './job-directory.view.js';
import { OUTPUT_GRACE_MS } from './output-end.js';

/** Notifies followers of a job when it has ended, and once more when no output is expected any longer. */
export class JobEndNotifier {
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly announce: (jobId: string) => void,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Receives the whole history when the replica is rebuilt: only what has just ended is of interest. */
  changed({ jobId, runs, overSince }: KnownJob): void {
    const ends = [overSince, ...runs.map(({ end }) => end?.at)].filter((at) => at !== undefined);
    if (!ends.some((at) => this.nowMs() - Date.parse(at) < OUTPUT_GRACE_MS)) return;
    this.announce(jobId);
    clearTimeout(this.#timers.get(jobId));
    const again = () => {
      this.#timers.delete(jobId);
      this.announce(jobId);
    };
    this.#timers.set(jobId, setTimeout(again, OUTPUT_GRACE_MS + 1000).unref());
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
