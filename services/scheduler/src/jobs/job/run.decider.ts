import type { JobEvent } from '@berth/contracts/scheduler/events';
import { assertNever } from '@berth/kernel/assert-never';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import {
  type EndRun,
  type JobCommand,
  type PreemptRun,
  endOf,
  type ExistingJob,
  type JobFacts,
} from './job.js';

/** A run is preempted once; one that is to be cancelled ends anyway. */
export function decidePreempt(
  { type: _, now, ...request }: PreemptRun,
  job: ExistingJob,
): Result<readonly JobEvent[], Rejection> {
  if ((job.status !== 'placed' && job.status !== 'running') || job.current.run !== request.run) {
    return err(
      reject('INVALID_STATE', `run ${request.run} no longer holds anything that could be preempted`, 'run', {
        run: request.run,
      }),
    );
  }
  const { current, cancelRequested, facts } = job;
  if (current.preempting || cancelRequested) return ok([]);
  const { jobId, projectId } = facts;
  const data = { jobId, projectId, hostId: current.hostId, ...request, requestedAt: now };
  return ok([{ type: 'scheduler.job.preemptionRequested.v1', data }]);
}

type Decision = Result<readonly JobEvent[], Rejection>;
type Held = Extract<ExistingJob, { status: 'placed' | 'running' }>;

/** Default backoff before a job is retried. */
const BACKOFF_SECONDS = 5;
const MAX_BACKOFF_SECONDS = 3_600;
/** After so many lost hosts the job itself is the likely cause. */
const MAX_HOST_LOSSES = 5;

/** A refusal makes the calendar take the lease back. */
export function decidePlace(command: Extract<JobCommand, { type: 'place' }>, job: ExistingJob): Decision {
  if (job.status !== 'queued')
    return err(reject('INVALID_STATE', `the job is not queued but ${job.status}`, 'jobId'));
  if (command.run !== job.facts.lastRun + 1) {
    return err(
      reject('INVALID_STATE', `the next run is ${job.facts.lastRun + 1}, not ${command.run}`, 'run', {
        next: job.facts.lastRun + 1,
        given: command.run,
      }),
    );
  }
  const { run, leaseId, hostId, devices } = command;
  const { jobId, projectId, userId, poolId } = job.facts;
  const data = {
    jobId,
    projectId,
    run,
    userId,
    poolId,
    leaseId,
    hostId,
    devices: [...devices],
    class: command.class,
    ...defined({
      reservationId: command.reservationId,
      decision: command.decision,
      hostOnlineSince: command.hostOnlineSince,
    }),
    placedAt: command.now,
  };
  return ok([{ type: 'scheduler.job.placed.v1', data }]);
}

export function decideStartRun(
  command: Extract<JobCommand, { type: 'startRun' }>,
  job: ExistingJob,
): Decision {
  const held = currentRun(job, command.run, command.hostId);
  if (!held.ok) return held;
  if (held.value.status === 'running') return ok([]);
  const { jobId, projectId } = job.facts;
  const { run, hostId } = command;
  const startedAt = later(command.startedAt, held.value.current.since);
  return ok([{ type: 'scheduler.job.runStarted.v1', data: { jobId, projectId, run, hostId, startedAt } }]);
}

export function decideEndRun(command: EndRun, job: ExistingJob): Decision {
  const held = currentRun(job, command.run, command.hostId);
  if (!held.ok) return held;
  const { jobId, projectId } = job.facts;
  const { leaseId, since, hostOnlineSince } = held.value.current;
  const { type: _, now, hostGoneSince, ...told } = command;
  if (hostGoneSince !== undefined && hostOnlineSince !== undefined && hostOnlineSince > hostGoneSince)
    return err(reject('INVALID_STATE', 'the run was placed after the host had reconnected', 'hostGoneSince'));
  const endedAt = told.endedAt > now ? now : told.endedAt;
  const report = { ...told, endedAt: later(endedAt, since) };
  const ended: JobEvent = {
    type: 'scheduler.job.runEnded.v1',
    data: { jobId, projectId, leaseId, ...report },
  };
  return ok([ended, consequence(held.value, report, now)]);
}

/** Hosts' clocks differ, and all clocks may step: a run never ends before it began. */
const later = (instant: string, earliest: string): string => (instant < earliest ? earliest : instant);

/** The run's number is the fencing epoch: reports about any but the current run, or by another host, are refused. */
function currentRun(job: ExistingJob, run: number, hostId: string): Result<Held, Rejection> {
  if (
    (job.status === 'placed' || job.status === 'running') &&
    job.current.run === run &&
    job.current.hostId === hostId
  ) {
    return ok(job);
  }
  return err(
    reject('INVALID_STATE', `run ${run} is no longer assigned to this host; end it`, 'run', { run }),
  );
}

type Report = Omit<EndRun, 'type' | 'now' | 'hostGoneSince'>;

function consequence(job: Held, { outcome, ...report }: Report, now: string): JobEvent {
  const ids = { jobId: job.facts.jobId, projectId: job.facts.projectId };
  const end = endOf(job.facts);
  const { endedAt } = report;
  if (job.cancelRequested && outcome !== 'succeeded')
    return { type: 'scheduler.job.cancelled.v1', data: { ...end, endedAt } };
  switch (outcome) {
    case 'succeeded':
      return { type: 'scheduler.job.succeeded.v1', data: { ...end, endedAt } };
    case 'cancelled':
      return { type: 'scheduler.job.cancelled.v1', data: { ...end, endedAt } };
    case 'timedOut':
      return { type: 'scheduler.job.timedOut.v1', data: { ...end, endedAt } };
    case 'lost':
      if (job.facts.timesLost + 1 >= MAX_HOST_LOSSES) return failed(end, tooOftenLost(report));
      if (report.errorClass === 'startFailed') return again(job.facts, now);
      return { type: 'scheduler.job.queued.v1', data: { ...ids, cause: outcome, queuedAt: now } };
    case 'preempted':
      return { type: 'scheduler.job.queued.v1', data: { ...ids, cause: outcome, queuedAt: now } };
    case 'failed':
      // A run that was told to stop has not failed, whatever its exit.
      if (job.current.preempting)
        return { type: 'scheduler.job.queued.v1', data: { ...ids, cause: 'preempted', queuedAt: now } };
      return mayRetry(job.facts, report.errorClass) ? retry(job.facts, now) : failed(end, report);
    default:
      return assertNever(outcome);
  }
}

/** No classes named means that every failure counts. */
function mayRetry(
  { spec: { retry: policy }, retriesUsed }: JobFacts,
  errorClass: EndRun['errorClass'],
): boolean {
  if (retriesUsed >= policy.maxRetries) return false;
  return policy.on.length === 0 || (errorClass !== undefined && policy.on.includes(errorClass));
}

function retry({ jobId, projectId, retriesUsed, spec }: JobFacts, now: string): JobEvent {
  const { backoffSeconds = BACKOFF_SECONDS } = spec.retry;
  const { maxBackoffSeconds = Math.max(MAX_BACKOFF_SECONDS, backoffSeconds) } = spec.retry;
  const waitSeconds = Math.min(maxBackoffSeconds, backoffSeconds * 2 ** retriesUsed);
  const notBefore = addMs(now, Math.round(waitSeconds * 1000));
  return {
    type: 'scheduler.job.queued.v1',
    data: { jobId, projectId, cause: 'retry', queuedAt: now, notBefore },
  };
}

/** No retry of its own is used up by a host that could not take it in. */
function again({ jobId, projectId, timesLost }: JobFacts, now: string): JobEvent {
  const waitSeconds = Math.min(MAX_BACKOFF_SECONDS, BACKOFF_SECONDS * 2 ** timesLost);
  const notBefore = addMs(now, waitSeconds * 1000);
  return {
    type: 'scheduler.job.queued.v1',
    data: { jobId, projectId, cause: 'lost', queuedAt: now, notBefore },
  };
}

const tooOftenLost = (report: Omit<Report, 'outcome'>): Omit<Report, 'outcome'> =>
  report.errorClass === 'startFailed'
    ? { ...report, message: `no host could start it in ${MAX_HOST_LOSSES} attempts; it is not retried` }
    : {
        ...report,
        errorClass: 'hostLost',
        message: `its host was lost ${MAX_HOST_LOSSES} times; it is not retried`,
      };

function failed(end: ReturnType<typeof endOf>, report: Omit<Report, 'outcome'>): JobEvent {
  const {
    errorClass,
    failure,
    exitCode,
    endedAt,
    message = exitCode === undefined ? 'it failed' : `it ended with exit code ${exitCode}`,
  } = report;
  return {
    type: 'scheduler.job.failed.v1',
    data: {
      ...end,
      endedAt,
      message,
      ...defined({ errorClass, failure, exitCode }),
    },
  };
}
