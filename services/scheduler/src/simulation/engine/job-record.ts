import type { SimulatedJob } from '../workload/workload.js';

/** What became of a job. Instants in ms of virtual time, from the workload's beginning. */
export interface JobRecord {
  readonly job: SimulatedJob;
  readonly submittedMs: number;
  state: 'queued' | 'running' | 'finished' | 'timedOut' | 'refused';
  refusedFor?: 'canNeverRun' | 'overQuota';
  firstStartMs?: number;
  /** Of the run at hand, or the last. */
  startedMs?: number;
  endedMs?: number;
  /** Of that run. */
  leaseId: string;
  /** Runs so far. */
  runs: number;
  preemptions: number;
  /** What ended runs had done. */
  lostMs: number;
  backfilled: boolean;
}

export const newRecord = (job: SimulatedJob): JobRecord => ({
  job,
  submittedMs: Math.round(job.submitSeconds * 1000),
  state: 'queued',
  leaseId: '',
  runs: 0,
  preemptions: 0,
  lostMs: 0,
  backfilled: false,
});

/** How long a run of the job takes, if no one ends it. */
export const durationMs = ({ runSeconds, limitSeconds }: SimulatedJob): number =>
  Math.round(Math.min(runSeconds, limitSeconds) * 1000);

export const timesOut = ({ runSeconds, limitSeconds }: SimulatedJob): boolean => runSeconds > limitSeconds;
