import type { JobEvent, JobSpec } from '@berth/contracts/scheduler/events';
import type { JobState, RunView } from '@berth/contracts/scheduler/views';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';

/** What of a job's specification decides where and when it runs. What it runs is in its log, for its start alone. */
export type SchedulingSpec = Pick<
  JobSpec,
  | 'gpus'
  | 'class'
  | 'vcpus'
  | 'ramGb'
  | 'timeoutMinutes'
  | 'priority'
  | 'preemptible'
  | 'reservationId'
  | 'gang'
>;

/** A run as far as the next one depends on it, and ending it. */
export type SchedulingRun = Pick<
  RunView,
  'run' | 'leaseId' | 'hostId' | 'devices' | 'placedAt' | 'preemption' | 'outcome' | 'errorClass' | 'exitCode'
>;

/** What queue, placement, dispatch, quotas and preemption know of a job that has not ended: folded from its events. */
export type SchedulingState = {
  readonly id: string;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly state: JobState;
  readonly spec: SchedulingSpec;
  readonly grantPriority: number;
  readonly submittedAt: string;
  readonly queuedAt?: string;
  /** Until when it is held back before it is tried again. */
  readonly notBefore: string | null;
  /** Since when nothing in the pool could ever hold it, while it waits. */
  readonly unrunnableSince?: string;
  /** Its place in an array. */
  readonly originIndex: number | null;
  readonly cancelRequested: boolean;
  readonly runs: readonly SchedulingRun[];
  /** W3C trace context of the submission, handed on to the job itself. */
  readonly traceparent: string | null;
};

type SubmittedEvent = Extract<JobEvent, { type: 'scheduler.job.submitted.v1' }>;

/** @returns undefined for a job that has ended: nothing is scheduled of it any more */
export function evolveSchedulingState(
  job: SchedulingState | undefined,
  event: JobEvent,
  traceparent: string | null = null,
): SchedulingState | undefined {
  if (event.type === 'scheduler.job.submitted.v1') return submitted(event, traceparent);
  // What comes after a job's end, such as its deletion, concerns its views only.
  if (!job) return undefined;
  switch (event.type) {
    case 'scheduler.job.approved.v1':
      return { ...job, state: 'approved' };
    case 'scheduler.job.queued.v1': {
      const { queuedAt, notBefore = null } = event.data;
      return { ...withoutUnrunnable(job), state: 'queued', queuedAt, notBefore };
    }
    case 'scheduler.job.runnableChanged.v1': {
      const { runnable, changedAt } = event.data;
      return runnable ? withoutUnrunnable(job) : { ...job, unrunnableSince: changedAt };
    }
    case 'scheduler.job.placed.v1': {
      const { run, hostId, leaseId, devices, placedAt } = event.data;
      const runs = [...job.runs, { run, leaseId, hostId, devices, placedAt }];
      return { ...job, state: 'placed', runs, cancelRequested: false };
    }
    case 'scheduler.job.runStarted.v1':
      return { ...job, state: 'running' };
    case 'scheduler.job.cancelRequested.v1':
      return { ...job, cancelRequested: true };
    case 'scheduler.job.preemptionRequested.v1': {
      const { jobId: _, projectId: __, hostId: ___, run, ...preemption } = event.data;
      return { ...job, runs: changeRun(job, run, { preemption }) };
    }
    case 'scheduler.job.runEnded.v1': {
      const { run, outcome, exitCode, failure, errorClass } = event.data;
      const how = defined({ exitCode, errorClass: failure ?? errorClass });
      return { ...job, runs: changeRun(job, run, { outcome, ...how }) };
    }
    case 'scheduler.job.rejected.v1':
    case 'scheduler.job.succeeded.v1':
    case 'scheduler.job.failed.v1':
    case 'scheduler.job.cancelled.v1':
    case 'scheduler.job.timedOut.v1':
    case 'scheduler.job.deleted.v1':
      return undefined;
    default:
      return assertNever(event);
  }
}

function submitted({ data }: SubmittedEvent, traceparent: string | null): SchedulingState {
  const { jobId, projectId, userId, poolId, spec, origin, approvalRequired, grantPriority } = data;
  return {
    id: jobId,
    projectId,
    userId,
    poolId,
    state: approvalRequired ? 'awaitingApproval' : 'submitted',
    spec: schedulingSpecOf(spec),
    grantPriority,
    submittedAt: data.submittedAt,
    notBefore: null,
    originIndex: origin?.kind === 'array' ? origin.index : null,
    cancelRequested: false,
    runs: [],
    traceparent,
  };
}

function schedulingSpecOf(spec: JobSpec): SchedulingSpec {
  const { command: _, args: __, envNames: ___, workingDirectory: ____, image: _____, ...rest } = spec;
  const { description: ______, retry: _______, ...scheduling } = rest;
  return scheduling;
}

const withoutUnrunnable = ({ unrunnableSince: _, ...job }: SchedulingState): SchedulingState => job;

const changeRun = ({ runs }: SchedulingState, run: number, change: Partial<SchedulingRun>) =>
  runs.map((each) => (each.run === run ? { ...each, ...change } : each));
