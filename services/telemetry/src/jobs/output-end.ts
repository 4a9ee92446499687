import type { Tail } from '../archive/log-archive.js';
import type { KnownJob, KnownRun } from './job-directory.view.js';

/** How long an ended run's output is waited for after the last of it has come. A host that is gone sends no more. */
export const OUTPUT_GRACE_MS = 30_000;

/** Whether no more output can come: of one run, or of the job, once it is over. */
export function isOutputComplete(
  job: KnownJob,
  run: number | undefined,
  tails: readonly Tail[],
  nowMs: number,
): boolean {
  const isComplete = (known: KnownRun) =>
    isRunComplete(
      known,
      tails.filter((tail) => tail.run === known.run),
      nowMs,
    );
  if (run === undefined) return job.overSince !== undefined && job.runs.every(isComplete);
  const known = job.runs.find((each) => each.run === run);
  return known ? isComplete(known) : job.overSince !== undefined;
}

function isRunComplete({ end }: KnownRun, tails: readonly Tail[], nowMs: number): boolean {
  if (!end) return false;
  if (tails.length === 2 && tails.every((tail) => tail.ended)) return true;
  const wasNeverStarted = end.errorClass === 'startFailed' && tails.length === 0;
  const last = Math.max(Date.parse(end.at), ...tails.map((tail) => tail.archivedAt));
  // that far ahead only where the clock was set back since: followers must not wait for it to be that late again
  return wasNeverStarted || Math.abs(nowMs - last) > OUTPUT_GRACE_MS;
}

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
