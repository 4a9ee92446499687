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
