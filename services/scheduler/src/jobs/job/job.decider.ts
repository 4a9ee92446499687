import { defined } from '@berth/kernel/defined';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import { assertNever } from '@berth/kernel/assert-never';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import {
  type JobCommand,
  type SubmitJob,
  endOf,
  evolveJob,
  noJob,
  type ExistingJob,
  type Job,
} from './job.js';
import { decidePreempt, decideEndRun, decidePlace, decideStartRun } from './run.decider.js';

type Decision = Result<readonly JobEvent[], Rejection>;

export const jobDecider: Decider<Job, JobCommand, JobEvent> = {
  initialState: noJob,
  evolve: evolveJob,
  decide(command, job) {
    if (command.type === 'submit') return decideSubmit(command, job);
    if (job.status === 'none') return err(reject('NOT_FOUND', 'there is no such job', 'jobId'));
    switch (command.type) {
      case 'approve':
        return decideApprove(command, job);
      case 'reject':
        return decideReject(command, job);
      case 'cancel':
        return decideCancel(command, job);
      case 'delete':
        return decideDelete(job);
      case 'recordRunnable':
        return ok(recordRunnable(command, job));
      case 'failQueued':
        return ok(failQueued(command, job));
      case 'place':
        return decidePlace(command, job);
      case 'startRun':
        return decideStartRun(command, job);
      case 'preempt':
        return decidePreempt(command, job);
      case 'endRun':
        return decideEndRun(command, job);
      default:
        return assertNever(command);
    }
  },
};

function decideSubmit(command: SubmitJob, job: Job): Decision {
  const { type: _, now, ...intent } = command;
  if (job.status !== 'none') {
    return err(
      reject(
        'ALREADY_EXISTS',
        `externalId: the project already has a job with the externalId "${command.externalId ?? command.jobId}"`,
        'externalId',
        { jobId: job.facts.jobId },
      ),
    );
  }
  const { jobId, projectId } = command;
  const submitted: JobEvent = { type: 'scheduler.job.submitted.v1', data: { ...intent, submittedAt: now } };
  if (command.approvalRequired) return ok([submitted]);
  return ok([
    submitted,
    { type: 'scheduler.job.queued.v1', data: { jobId, projectId, cause: 'submitted', queuedAt: now } },
  ]);
}

function decideApprove(command: Extract<JobCommand, { type: 'approve' }>, job: ExistingJob): Decision {
  if (job.status !== 'awaitingApproval')
    return wrongState(job, 'only a job that awaits approval can be approved');
  const ids = idsOf(job);
  const approved = command.reason === undefined ? ids : { ...ids, reason: command.reason };
  return ok([
    { type: 'scheduler.job.approved.v1', data: approved },
    { type: 'scheduler.job.queued.v1', data: { ...ids, cause: 'approved', queuedAt: command.now } },
  ]);
}

function decideReject(command: Extract<JobCommand, { type: 'reject' }>, job: ExistingJob): Decision {
  if (job.status !== 'awaitingApproval')
    return wrongState(job, 'only a job that awaits approval can be rejected');
  return ok([{ type: 'scheduler.job.rejected.v1', data: { ...endOf(job.facts), reason: command.reason } }]);
}

/** A job that holds devices ends when its agent says so; one that only waits ends at once. */
function decideCancel(command: Extract<JobCommand, { type: 'cancel' }>, job: ExistingJob): Decision {
  const why = defined({ reason: command.reason });
  switch (job.status) {
    case 'awaitingApproval':
    case 'queued':
      return ok([
        { type: 'scheduler.job.cancelled.v1', data: { ...endOf(job.facts), endedAt: command.now, ...why } },
      ]);
    case 'placed':
    case 'running':
      if (job.cancelRequested) return ok([]);
      return ok([
        { type: 'scheduler.job.cancelRequested.v1', data: { ...idsOf(job), run: job.current.run, ...why } },
      ]);
    case 'cancelled':
      return ok([]);
    default:
      return wrongState(job, `it has already ended: ${job.status}`);
  }
}

function decideDelete(job: ExistingJob): Decision {
  if (job.facts.deleted) return ok([]);
  switch (job.status) {
    case 'rejected':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'timedOut':
      return ok([{ type: 'scheduler.job.deleted.v1', data: idsOf(job) }]);
    default:
      return wrongState(job, 'only a job that has ended can be deleted; cancel it first');
  }
}

/** Of one that waits, and only where it is news. */
function recordRunnable(
  { runnable, message, now }: Extract<JobCommand, { type: 'recordRunnable' }>,
  job: ExistingJob,
): readonly JobEvent[] {
  if (job.status !== 'queued' || runnable === (job.facts.unrunnableSince === undefined)) return [];
  const why = defined({ message });
  const data = { ...idsOf(job), runnable, ...why, changedAt: now };
  return [{ type: 'scheduler.job.runnableChanged.v1', data }];
}

/** Whoever gives it up may have seen it as it was before: one that has run since then goes on. */
function failQueued(
  { run, message, now }: Extract<JobCommand, { type: 'failQueued' }>,
  job: ExistingJob,
): readonly JobEvent[] {
  if (job.status !== 'queued' || job.facts.lastRun !== run) return [];
  return [{ type: 'scheduler.job.failed.v1', data: { ...endOf(job.facts), endedAt: now, message } }];
}

const idsOf = (job: ExistingJob) => ({ jobId: job.facts.jobId, projectId: job.facts.projectId });

function wrongState(job: ExistingJob, message: string): Decision {
  return err(reject('INVALID_STATE', message, 'jobId', { state: job.status }));
}
