import type { SealedValue } from '@berth/contracts/fields';
import type {
  JobEvent,
  JobOrigin,
  JobSpec,
  LeasedDevice,
  JobClass,
  PlacementDecision,
  PreemptionCause,
  RunOutcome,
} from '@berth/contracts/scheduler/events';
import type { ErrorClass, Failure } from '@berth/contracts/scheduler/failures';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';

type Submitted = Extract<JobEvent, { type: 'scheduler.job.submitted.v1' }>['data'];

export interface SubmitJob extends Omit<Submitted, 'submittedAt'> {
  readonly type: 'submit';
  readonly now: string;
}

/** An agent's report, or the scheduler's own finding that the host is lost. */
export interface EndRun {
  readonly type: 'endRun';
  readonly run: number;
  readonly hostId: string;
  readonly outcome: RunOutcome;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly errorClass?: ErrorClass;
  /** What that was in fact. */
  readonly failure?: Failure;
  readonly message?: string;
  /** When use of the devices ended. */
  readonly endedAt: string;
  /** Position in inventory's log of the loss that ends it: a run that was placed once the host had come back goes on. */
  readonly hostGoneSince?: string | undefined;
  readonly now: string;
}

/** The run is preempted; its job is queued again. */
export interface PreemptRun {
  readonly type: 'preempt';
  readonly run: number;
  readonly cause: PreemptionCause;
  readonly forJobId?: string;
  readonly forReservationId?: string;
  readonly graceSeconds: number;
  readonly message: string;
  readonly now: string;
}

export type JobCommand =
  | SubmitJob
  | { readonly type: 'approve'; readonly reason?: string; readonly now: string }
  | { readonly type: 'reject'; readonly reason: string }
  | { readonly type: 'cancel'; readonly reason?: string; readonly now: string }
  | { readonly type: 'delete' }
  /** Whether anything in the pool could ever hold it. */
  | {
      readonly type: 'recordRunnable';
      readonly runnable: boolean;
      readonly message?: string;
      readonly now: string;
    }
  /** It will not be placed any more; `run` is its last one, as known to whoever gives it up. */
  | { readonly type: 'failQueued'; readonly run: number; readonly message: string; readonly now: string }
  | {
      readonly type: 'place';
      readonly run: number;
      readonly leaseId: string;
      readonly hostId: string;
      readonly devices: readonly LeasedDevice[];
      readonly class: JobClass;
      readonly reservationId?: string | undefined;
      readonly decision?: PlacementDecision | undefined;
      readonly hostOnlineSince?: string | undefined;
      readonly now: string;
    }
  | { readonly type: 'startRun'; readonly run: number; readonly hostId: string; readonly startedAt: string }
  | PreemptRun
  | EndRun;

/** What every job has from its submission on. */
export interface JobFacts {
  readonly jobId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly name: string;
  readonly spec: JobSpec;
  readonly env?: SealedValue;
  readonly origin?: JobOrigin;
  readonly submittedAt: string;
  /** Runs so far; the next one is this plus one, and its number is the fencing epoch of what agents report. */
  readonly lastRun: number;
  readonly retriesUsed: number;
  /** Runs that were lost with their hosts. */
  readonly timesLost: number;
  /** Since when nothing in the pool could ever hold it, while it waits. */
  readonly unrunnableSince?: string;
  readonly deleted: boolean;
}

export interface CurrentRun {
  readonly run: number;
  readonly hostId: string;
  readonly leaseId: string;
  readonly devices: readonly LeasedDevice[];
  /** When it was placed, or once it runs, started: nothing of it is earlier, whatever the clocks say. */
  readonly since: string;
  /** Position in inventory's log at which its host had come online; undefined for runs of earlier versions. */
  readonly hostOnlineSince?: string | undefined;
  /** It is being preempted. */
  readonly preempting?: true;
}

export type Job =
  | { readonly status: 'none' }
  | { readonly status: 'awaitingApproval'; readonly facts: JobFacts }
  | { readonly status: 'queued'; readonly facts: JobFacts; readonly notBefore?: string }
  | {
      readonly status: 'placed' | 'running';
      readonly facts: JobFacts;
      readonly current: CurrentRun;
      readonly cancelRequested: boolean;
    }
  /** Between the end of a run and the event of the same append that says what follows. */
  | { readonly status: 'runEnded'; readonly facts: JobFacts }
  | {
      readonly status: 'rejected' | 'succeeded' | 'failed' | 'cancelled' | 'timedOut';
      readonly facts: JobFacts;
    };

/** What the end of a job says of it. */
export const endOf = ({ jobId, projectId, origin }: JobFacts) => ({
  jobId,
  projectId,
  ...defined({ origin }),
});

export type ExistingJob = Exclude<Job, { readonly status: 'none' }>;

export const noJob: Job = { status: 'none' };

export function evolveJob(job: Job, event: JobEvent): Job {
  if (event.type === 'scheduler.job.submitted.v1') {
    const { jobId, projectId, userId, poolId, name, spec, env, origin, submittedAt } = event.data;
    const facts = {
      jobId,
      projectId,
      userId,
      poolId,
      name,
      spec,
      submittedAt,
      lastRun: 0,
      retriesUsed: 0,
      timesLost: 0,
      deleted: false,
      ...defined({ env, origin }),
    };
    return { status: 'awaitingApproval', facts };
  }
  if (job.status === 'none') throw new Error(`${event.type} on a job that was never submitted`);
  return evolveExisting(job, event);
}

const withoutUnrunnable = ({ unrunnableSince: _, ...facts }: JobFacts): JobFacts => facts;

function evolveExisting(
  job: ExistingJob,
  event: Exclude<JobEvent, { type: 'scheduler.job.submitted.v1' }>,
): Job {
  const { facts } = job;
  switch (event.type) {
    case 'scheduler.job.approved.v1':
      return job;
    case 'scheduler.job.rejected.v1':
      return { status: 'rejected', facts };
    case 'scheduler.job.queued.v1': {
      const { cause, notBefore } = event.data;
      const counted = {
        ...withoutUnrunnable(facts),
        retriesUsed: facts.retriesUsed + (cause === 'retry' ? 1 : 0),
        timesLost: facts.timesLost + (cause === 'lost' ? 1 : 0),
      };
      return { status: 'queued', facts: counted, ...defined({ notBefore }) };
    }
    case 'scheduler.job.placed.v1': {
      const { run, hostId, leaseId, devices, placedAt, hostOnlineSince } = event.data;
      const current = { run, hostId, leaseId, devices, since: placedAt, hostOnlineSince };
      const begun = { ...withoutUnrunnable(facts), lastRun: run };
      return { status: 'placed', facts: begun, current, cancelRequested: false };
    }
    case 'scheduler.job.runnableChanged.v1': {
      const { runnable, changedAt } = event.data;
      return {
        ...job,
        facts: runnable ? withoutUnrunnable(facts) : { ...facts, unrunnableSince: changedAt },
      };
    }
    case 'scheduler.job.runStarted.v1':
      if (job.status !== 'placed') return job;
      return { ...job, status: 'running', current: { ...job.current, since: event.data.startedAt } };
    case 'scheduler.job.cancelRequested.v1':
      return job.status === 'placed' || job.status === 'running' ? { ...job, cancelRequested: true } : job;
    case 'scheduler.job.preemptionRequested.v1':
      if (job.status !== 'placed' && job.status !== 'running') return job;
      return { ...job, current: { ...job.current, preempting: true } };
    case 'scheduler.job.runEnded.v1':
      return { status: 'runEnded', facts };
    case 'scheduler.job.succeeded.v1':
      return { status: 'succeeded', facts };
    case 'scheduler.job.failed.v1':
      return { status: 'failed', facts };
    case 'scheduler.job.cancelled.v1':
      return { status: 'cancelled', facts };
    case 'scheduler.job.timedOut.v1':
      return { status: 'timedOut', facts };
    case 'scheduler.job.deleted.v1':
      return { ...job, facts: { ...facts, deleted: true } };
    default:
      return assertNever(event);
  }
}
