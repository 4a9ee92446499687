import type { JobRecord } from '../engine/timeline.js';

/** GPU-milliseconds of runs that were ended for others. */
export const lostMs = ({ job, lostMs: each }: JobRecord): number => job.gpus * each;

/** GPU-milliseconds of the run that counts, until then at most. */
export function usedMs({ job, state, startedMs, endedMs }: JobRecord, untilMs: number): number {
  if (startedMs === undefined || state === 'queued') return 0;
  return job.gpus * Math.max(0, Math.min(endedMs ?? untilMs, untilMs) - startedMs);
}

/** GPU-milliseconds that the job would have had by then, had it started at once. */
export const wantedMs = ({ job, submittedMs, endedMs }: JobRecord, untilMs: number): number =>
  job.gpus * Math.max(0, Math.min(endedMs ?? untilMs, untilMs) - submittedMs);
