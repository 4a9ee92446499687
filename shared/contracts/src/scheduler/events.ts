import { z } from 'zod';
import { defineEvent, type EventOf } from '../define.js';
import { id, instant, sealedValue } from '../fields.js';
import { errorClass, failure } from './failures.js';

export const jobClasses = ['training', 'inference'] as const;
export const jobClass = z.enum(jobClasses);
export type JobClass = z.output<typeof jobClass>;

/** How a run (one attempt) can end. */
export const runOutcomes = ['succeeded', 'failed', 'cancelled', 'timedOut', 'preempted', 'lost'] as const;
export const runOutcome = z.enum(runOutcomes);
export type RunOutcome = z.output<typeof runOutcome>;

/**
 * Position in inventory's log of the event by which the host had last come online. A loss of the host that inventory
 * recorded before that is not one of what was placed since.
 */
export const hostOnlineSince = z.string().regex(/^\d{1,20}$/);

/** `device` is "cuda" (least loaded), "cuda:N" or "cpu"; count 0 means CPU only. */
export const gpuSpec = z.object({
  count: z.number().int().min(0).max(1024),
  model: z.string().optional(),
  memoryGb: z.number().positive().optional(),
  device: z.string().optional(),
});

export const retryPolicy = z.object({
  maxRetries: z.number().int().min(0).max(20),
  on: z.array(errorClass),
  /** First wait before a retry; it doubles with each, up to maxBackoffSeconds. */
  backoffSeconds: z.number().positive().optional(),
  maxBackoffSeconds: z.number().positive().optional(),
});

/** Jobs that start together or not at all: `size` of them, this one being number `rank` from 0. */
export const gangPlace = z.object({
  gangId: id,
  rank: z.number().int().min(0),
  size: z.number().int().min(1),
});
export type GangPlace = z.output<typeof gangPlace>;

/** What a job came from, other than from a user's submission of just it. */
export const jobOrigin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('array'), id, index: z.number().int().min(0) }),
  z.object({ kind: z.literal('workflow'), id, node: z.string(), attempt: z.number().int().min(1) }),
  z.object({ kind: z.literal('schedule'), id, dueAt: instant }),
]);
export type JobOrigin = z.output<typeof jobOrigin>;

export const jobSpec = z.object({
  command: z.array(z.string()),
  args: z.array(z.string()).default([]),
  envNames: z.array(z.string()).default([]),
  workingDirectory: z.string().optional(),
  image: z.string().optional(),
  gpus: gpuSpec,
  class: jobClass,
  vcpus: z.number().positive().optional(),
  ramGb: z.number().positive().optional(),
  timeoutMinutes: z.number().positive(),
  priority: z.number().int().min(1).max(10),
  description: z.string().optional(),
  retry: retryPolicy,
  /**
   * May be ended for a reservation, or for a job of a better class, after the pool's minimum run time; then it is
   * queued again.
   */
  preemptible: z.boolean().optional(),
  /** Runs in this reservation only. */
  reservationId: id.optional(),
  gang: gangPlace.optional(),
});

/**
 * Of an accepted job. `deviceUuid`: the device that "cuda:N" named at that time, so that a number is resolved once.
 */
const admittedSpec = jobSpec.extend({ gpus: gpuSpec.extend({ deviceUuid: z.string().optional() }) });
export type JobSpec = z.output<typeof admittedSpec>;

export const leasedDevice = z.object({
  uuid: z.string(),
  index: z.number().int(),
  model: z.string(),
  simulated: z.boolean().default(false),
});
export type LeasedDevice = z.output<typeof leasedDevice>;

/** Why a job got its place when it did, in numbers. */
export const placementDecision = z.object({
  /** `inOrder`: its turn had come. `backfill`: it delays no one ahead. `reservation`: in its holder's window. */
  rule: z.enum(['inOrder', 'backfill', 'reservation', 'gang']),
  message: z.string(),
  numbers: z.record(z.string(), z.number()),
});
export type PlacementDecision = z.output<typeof placementDecision>;

/**
 * Why a run is preempted: a job of a better class, a window that begins, a lender that reclaims its quota, or a
 * restart of its gang.
 */
export const preemptionCauses = [
  'betterClass',
  'reservation',
  'overstay',
  'maintenance',
  'borrowed',
  'gang',
] as const;
const preemptionCause = z.enum(preemptionCauses);
export type PreemptionCause = z.output<typeof preemptionCause>;

const job = { jobId: id, projectId: id };
/** The end of a job names its origin, so that it is known without reading the job. */
const jobEnd = { ...job, origin: jobOrigin.optional() };
export const run = { ...job, run: z.number().int().min(1) };

export const jobEvents = {
  submitted: defineEvent(
    'scheduler.job.submitted.v1',
    'A job was accepted. Its env is encrypted with the key of its project.',
    z.object({
      ...job,
      userId: id,
      poolId: id,
      name: z.string(),
      externalId: z.string().optional(),
      spec: admittedSpec,
      env: sealedValue.optional(),
      approvalRequired: z.boolean(),
      grantPriority: z.number().int().min(0).max(2),
      origin: jobOrigin.optional(),
      submittedAt: instant,
    }),
  ),
  approved: defineEvent(
    'scheduler.job.approved.v1',
    'An approver approved the job.',
    z.object({ ...job, reason: z.string().optional() }),
  ),
  rejected: defineEvent(
    'scheduler.job.rejected.v1',
    'An approver rejected the job.',
    z.object({ ...jobEnd, reason: z.string() }),
  ),
  queued: defineEvent(
    'scheduler.job.queued.v1',
    'The job waits for devices.',
    z.object({
      ...job,
      cause: z.enum(['submitted', 'approved', 'preempted', 'lost', 'retry']),
      queuedAt: instant,
      notBefore: instant.optional(),
    }),
  ),
  runnableChanged: defineEvent(
    'scheduler.job.runnableChanged.v1',
    'Whether the queued job can ever run in the pool has changed. While it cannot, it has no place in the queue, and after a time it fails.',
    z.object({
      ...job,
      runnable: z.boolean(),
      /** Why nothing could. */
      message: z.string().optional(),
      changedAt: instant,
    }),
  ),
  placed: defineEvent(
    'scheduler.job.placed.v1',
    'A run was given a host and devices.',
    z.object({
      ...run,
      userId: id,
      poolId: id,
      leaseId: id,
      hostId: id,
      devices: z.array(leasedDevice),
      class: jobClass,
      /** The reservation in whose window it runs. */
      reservationId: id.optional(),
      decision: placementDecision.optional(),
      hostOnlineSince: hostOnlineSince.optional(),
      placedAt: instant,
    }),
  ),
  runStarted: defineEvent(
    'scheduler.job.runStarted.v1',
    'The agent reports that the run is running.',
    z.object({ ...run, hostId: id, startedAt: instant }),
  ),
  cancelRequested: defineEvent(
    'scheduler.job.cancelRequested.v1',
    'The cancellation of the running job was requested.',
    z.object({ ...job, run: z.number().int().optional(), reason: z.string().optional() }),
  ),
  preemptionRequested: defineEvent(
    'scheduler.job.preemptionRequested.v1',
    'The preemption of the run was requested: it gets a warning signal and a grace period, and its job is queued again.',
    z.object({
      ...run,
      hostId: id,
      cause: preemptionCause,
      /** The job or window for which it is preempted. */
      forJobId: id.optional(),
      forReservationId: id.optional(),
      graceSeconds: z.number().int().min(1),
      message: z.string(),
      requestedAt: instant,
    }),
  ),
  runEnded: defineEvent(
    'scheduler.job.runEnded.v1',
    'A run has ended; for a lost one endedAt is its last heartbeat.',
    z.object({
      ...run,
      hostId: id,
      leaseId: id,
      outcome: runOutcome,
      exitCode: z.number().int().optional(),
      signal: z.string().optional(),
      errorClass: errorClass.optional(),
      failure: failure.optional(),
      message: z.string().optional(),
      endedAt: instant,
    }),
  ),
  succeeded: defineEvent(
    'scheduler.job.succeeded.v1',
    'The job succeeded.',
    z.object({ ...jobEnd, endedAt: instant }),
  ),
  failed: defineEvent(
    'scheduler.job.failed.v1',
    'The job failed and is not retried.',
    z.object({
      ...jobEnd,
      endedAt: instant,
      errorClass: errorClass.optional(),
      failure: failure.optional(),
      exitCode: z.number().int().optional(),
      message: z.string(),
    }),
  ),
  cancelled: defineEvent(
    'scheduler.job.cancelled.v1',
    'The job was cancelled.',
    z.object({ ...jobEnd, endedAt: instant, reason: z.string().optional() }),
  ),
  timedOut: defineEvent(
    'scheduler.job.timedOut.v1',
    'The job reached its time limit.',
    z.object({ ...jobEnd, endedAt: instant }),
  ),
  deleted: defineEvent(
    'scheduler.job.deleted.v1',
    'Hidden from lists; its history stays.',
    z.object({ ...job }),
  ),
};
export type JobEvent = EventOf<typeof jobEvents>;
