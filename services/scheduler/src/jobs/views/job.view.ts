import { readAs } from '@berth/event-store';
import type { JobEvent, JobSpec } from '@berth/contracts/scheduler/events';
import type { JobState, JobView, RunView } from '@berth/contracts/scheduler/views';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import type { Projection } from '@berth/read-models';

/** A job as the view keeps it: what clients see, and what it is found by. */
export type JobDocument = Omit<JobView, 'spec'> & {
  readonly spec: JobSpec;
  /** Of the array, workflow or schedule that it came from, to find it by; null where it came from nothing. */
  readonly originId: string | null;
  /** Its place in an array. */
  readonly originIndex: number | null;
  readonly nameLower: string;
  /** Where its latest run is or was; null before the first. */
  readonly hostId: string | null;
};

export const jobsView: Projection<JobDocument> = {
  name: 'jobs',
  version: 4,
  collection: {
    name: 'jobs',
    indexes: [
      { fields: ['deleted', 'createdAt'] },
      { fields: ['projectId', 'createdAt'] },
      { fields: ['userId', 'createdAt'] },
      // By time as well: rows that come together then lie together, and a submission touches few pages.
      { fields: ['state', 'createdAt'] },
      { fields: ['poolId', 'createdAt'] },
      { fields: ['nameLower', 'createdAt'] },
      { fields: ['hostId', 'createdAt'] },
      { fields: ['originId', 'originIndex', 'createdAt'] },
    ],
  },
  keys: (event) => (event.type.startsWith('scheduler.job.') ? [String(event.data['jobId'])] : []),
  evolve: (document, event) => {
    const next = evolveJobDocument(document, readAs<JobEvent>(event));
    return next === document ? next : { ...next, updatedAt: event.recordedAt };
  },
};

export function evolveJobDocument(job: JobDocument | undefined, event: JobEvent): JobDocument {
  if (event.type === 'scheduler.job.submitted.v1') return submitted(event.data);
  if (!job) throw new Error(`${event.type} on a job that was never submitted`);
  switch (event.type) {
    case 'scheduler.job.approved.v1':
      return { ...job, state: 'approved' };
    case 'scheduler.job.rejected.v1':
      return { ...job, state: 'rejected', message: event.data.reason };
    case 'scheduler.job.queued.v1':
      return { ...job, state: 'queued', queuedAt: event.data.queuedAt };
    // Nothing that is shown but the time of the last change: why it waits is asked of the queue.
    case 'scheduler.job.runnableChanged.v1':
      return { ...job };
    case 'scheduler.job.placed.v1': {
      const { run, hostId, leaseId, devices, placedAt } = event.data;
      const placed: RunView = { run, state: 'placed', leaseId, hostId, devices, placedAt };
      return { ...job, state: 'placed', hostId, runs: [...job.runs, placed], cancelRequested: false };
    }
    case 'scheduler.job.runStarted.v1': {
      const { run, startedAt } = event.data;
      const runs = changeRun(job, run, (each) => ({ ...each, state: 'running', startedAt }));
      return { ...job, state: 'running', runs, startedAt: job.startedAt ?? startedAt };
    }
    case 'scheduler.job.cancelRequested.v1': {
      const runs = changeRun(job, event.data.run ?? job.runs.length, (each) => ({
        ...each,
        state: 'stopping',
      }));
      return {
        ...job,
        runs,
        cancelRequested: true,
        ...(event.data.reason ? { message: event.data.reason } : {}),
      };
    }
    case 'scheduler.job.preemptionRequested.v1': {
      const { jobId: _, projectId: __, hostId: ___, run, ...preemption } = event.data;
      const runs = changeRun(job, run, (each) => ({ ...each, state: 'stopping', preemption }));
      return { ...job, runs };
    }
    case 'scheduler.job.runEnded.v1': {
      const { jobId: _, projectId: __, hostId: ___, leaseId: ____, run, failure, ...how } = event.data;
      const why = defined({ errorClass: failure });
      const runs = changeRun(job, run, (each) => ({ ...each, ...how, ...why, state: 'ended' }));
      return { ...job, runs };
    }
    case 'scheduler.job.succeeded.v1':
      return ended(job, 'succeeded', event.data.endedAt, { exitCode: 0 });
    case 'scheduler.job.failed.v1': {
      const { message, exitCode, failure, errorClass = failure } = event.data;
      return ended(job, 'failed', event.data.endedAt, {
        message,
        ...(errorClass === undefined ? {} : { errorClass: failure ?? errorClass }),
        ...defined({ exitCode }),
      });
    }
    case 'scheduler.job.cancelled.v1':
      return ended(
        job,
        'cancelled',
        event.data.endedAt,
        event.data.reason ? { message: event.data.reason } : {},
      );
    case 'scheduler.job.timedOut.v1':
      return ended(job, 'timedOut', event.data.endedAt, { message: 'it reached its time limit' });
    case 'scheduler.job.deleted.v1':
      return { ...job, deleted: true };
    default:
      return assertNever(event);
  }
}

function submitted(data: Extract<JobEvent, { type: 'scheduler.job.submitted.v1' }>['data']): JobDocument {
  const {
    jobId,
    projectId,
    userId,
    poolId,
    name,
    externalId,
    spec,
    origin,
    approvalRequired,
    grantPriority,
    submittedAt,
  } = data;
  return {
    id: jobId,
    ...defined({ externalId }),
    name,
    nameLower: name.toLowerCase(),
    projectId,
    userId,
    poolId,
    state: approvalRequired ? 'awaitingApproval' : 'submitted',
    spec,
    ...defined({ origin }),
    originId: origin?.id ?? null,
    originIndex: origin?.kind === 'array' ? origin.index : null,
    grantPriority,
    cancelRequested: false,
    runs: [],
    hostId: null,
    deleted: false,
    createdAt: submittedAt,
    updatedAt: submittedAt,
  };
}

function changeRun(job: JobDocument, run: number, change: (run: RunView) => RunView): readonly RunView[] {
  return job.runs.map((each) => (each.run === run ? change(each) : each));
}

const ended = (
  job: JobDocument,
  state: JobState,
  endedAt: string,
  rest: Partial<JobDocument>,
): JobDocument => ({
  ...job,
  ...rest,
  state,
  endedAt,
});

/** What leaves the service: nothing that a job is only found by. */
export function toJobView(document: JobDocument): JobView {
  const { nameLower: _, originId: __, originIndex: ___, hostId: ____, ...view } = document;
  return view;
}

/** A job by its own events, for whoever has just changed it: the view may be behind. */
export function jobOfEvents(events: readonly JobEvent[]): JobDocument {
  const document = events.reduce<JobDocument | undefined>(evolveJobDocument, undefined);
  if (!document) throw new Error('a job without events');
  return document;
}
