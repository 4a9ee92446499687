import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { RecordedEvent } from '@berth/event-store';
import type { Projection } from '@berth/read-models';
import { defined } from '@berth/kernel/defined';

/** A run, where it was placed, and how it ended. Its number is its place in the job's list, counted from 1. */
export type KnownRun = {
  readonly run: number;
  readonly hostId: string;
  readonly end?: {
    /** Recorded by the scheduler; ISO 8601. */
    readonly at: string;
    readonly outcome: string;
    readonly errorClass?: string;
  };
};

/** A job as telemetry needs it, from the scheduler: whose output to accept, who may read it, and when it is over. */
export type KnownJob = {
  readonly jobId: string;
  readonly projectId: string;
  readonly runs: KnownRun[];
  /** Since then no run will follow; recorded by the scheduler, ISO 8601. */
  readonly overSince?: string;
};

export const JOBS = { name: 'jobs', indexes: [] };

export const jobDirectory: Projection<KnownJob> = {
  name: 'jobs',
  version: 1,
  collection: JOBS,
  keys: (event) => (concernsJob(event) ? [event.data.jobId] : []),
  evolve(document, event) {
    if (!concernsJob(event)) return document;
    const { jobId, projectId } = event.data;
    const job = document ?? { jobId, projectId, runs: [] };
    switch (event.type) {
      case 'scheduler.job.submitted.v1':
        return job;
      case 'scheduler.job.placed.v1': {
        const { run, hostId } = event.data;
        return { ...job, runs: [...job.runs.filter((known) => known.run !== run), { run, hostId }] };
      }
      case 'scheduler.job.runEnded.v1':
        return {
          ...job,
          runs: job.runs.map((known) => (known.run === event.data.run ? ended(known, event) : known)),
        };
      case 'scheduler.job.rejected.v1':
      case 'scheduler.job.succeeded.v1':
      case 'scheduler.job.failed.v1':
      case 'scheduler.job.cancelled.v1':
      case 'scheduler.job.timedOut.v1':
        return { ...job, overSince: event.recordedAt };
    }
  },
};

type Concerning = Extract<JobEvent, { type: (typeof TYPES)[number] }>;

const TYPES = [
  'scheduler.job.submitted.v1',
  'scheduler.job.placed.v1',
  'scheduler.job.runEnded.v1',
  'scheduler.job.rejected.v1',
  'scheduler.job.succeeded.v1',
  'scheduler.job.failed.v1',
  'scheduler.job.cancelled.v1',
  'scheduler.job.timedOut.v1',
] as const satisfies readonly JobEvent['type'][];

const concernsJob = (event: RecordedEvent): event is Concerning & RecordedEvent =>
  (TYPES as readonly string[]).includes(event.type);

function ended(
  run: KnownRun,
  { data, recordedAt }: Extract<JobEvent, { type: 'scheduler.job.runEnded.v1' }> & RecordedEvent,
): KnownRun {
  const { outcome, errorClass } = data;
  return { ...run, end: { at: recordedAt, outcome, ...defined({ errorClass }) } };
}
