import type { JobEvent } from '@berth/contracts/scheduler/events';
import { assertNever } from '@berth/kernel/assert-never';
import { addMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { EndRun, JobCommand } from './job.commands.js';
import { endOf, type ExistingJob, type JobFacts } from './job.js';

type Decision = Result<readonly JobEvent[], Rejection>;
type Held = Extract<ExistingJob, { status: 'placed' | 'running' }>;

/** Where a job does not say how long it holds back before it is tried again. */
const BACKOFF_SECONDS = 5;
const MOST_BACKOFF_SECONDS = 3_600;
/** A job whose hosts go down with it so often is likely the cause. */
const MOST_TIMES_LOST = 5;

/** A refusal makes the calendar take the lease back. */
export function decidePlace(command: Extract<JobCommand, { kind: 'place' }>, job: ExistingJob): Decision {
  if (job.status !== 'queued')
    return err(reject('INVALID_STATE', `the job is not queued but ${job.status}`, 'jobId'));
  if (command.run !== job.facts.lastRun + 1) {
    return err(
      reject('INVALID_STATE', `the next run is ${job.facts.lastRun + 1}, not ${command.run}`, 'run'),
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
    ...(command.reservationId === undefined ? {} : { reservationId: command.reservationId }),
    ...(command.decision === undefined ? {} : { decision: command.decision }),
    ...(command.hostOnlineSince === undefined ? {} : { hostOnlineSince: command.hostOnlineSince }),
    placedAt: command.now,
  };
  return ok([{ type: 'scheduler.job.placed.v1', data }]);
}

export function decideStartRun(
  command: Extract<JobCommand, { kind: 'startRun' }>,
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
  const { kind: _, now, hostGoneSince, ...told } = command;
  if (hostGoneSince !== undefined && hostOnlineSince !== undefined && hostOnlineSince > hostGoneSince)
    return err(reject('INVALID_STATE', 'the run was placed after the host had come back', 'hostGoneSince'));
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

/** The run's number is the fencing epoch: what is said of any but the current run, or by another host, is refused. */
function currentRun(job: ExistingJob, run: number, hostId: string): Result<Held, Rejection> {
  if (
    (job.status === 'placed' || job.status === 'running') &&
    job.current.run === run &&
    job.current.hostId === hostId
  ) {
    return ok(job);
  }
  return err(reject('INVALID_STATE', `run ${run} is not this host's to report on any more; end it`, 'run'));
}

type Report = Omit<EndRun, 'kind' | 'now' | 'hostGoneSince'>;

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
      if (job.facts.timesLost + 1 >= MOST_TIMES_LOST) return failed(end, tooOftenLost(report));
      if (report.errorClass === 'startFailed') return again(job.facts, now);
      return { type: 'scheduler.job.queued.v1', data: { ...ids, cause: outcome, queuedAt: now } };
    case 'preempted':
      return { type: 'scheduler.job.queued.v1', data: { ...ids, cause: outcome, queuedAt: now } };
    case 'failed':
      // Whoever is told to go, and goes in disorder, has not failed.
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
  const { maxBackoffSeconds = Math.max(MOST_BACKOFF_SECONDS, backoffSeconds) } = spec.retry;
  const waitSeconds = Math.min(maxBackoffSeconds, backoffSeconds * 2 ** retriesUsed);
  const notBefore = addMs(now, Math.round(waitSeconds * 1000));
  return {
    type: 'scheduler.job.queued.v1',
    data: { jobId, projectId, cause: 'retry', queuedAt: now, notBefore },
  };
}

/** No retry of its own is used up by a host that could not take it in. */
function again({ jobId, projectId, timesLost }: JobFacts, now: string): JobEvent {
  const waitSeconds = Math.min(MOST_BACKOFF_SECONDS, BACKOFF_SECONDS * 2 ** timesLost);
  const notBefore = addMs(now, waitSeconds * 1000);
  return {
    type: 'scheduler.job.queued.v1',
    data: { jobId, projectId, cause: 'lost', queuedAt: now, notBefore },
  };
}

const tooOftenLost = (report: Omit<Report, 'outcome'>): Omit<Report, 'outcome'> =>
  report.errorClass === 'startFailed'
    ? { ...report, message: `no host could take it in, ${MOST_TIMES_LOST} times; it is not tried again` }
    : {
        ...report,
        errorClass: 'hostLost',
        message: `its host was lost ${MOST_TIMES_LOST} times; it is not tried again`,
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
      ...(errorClass === undefined ? {} : { errorClass }),
      ...(failure === undefined ? {} : { failure }),
      ...(exitCode === undefined ? {} : { exitCode }),
    },
  };
}
