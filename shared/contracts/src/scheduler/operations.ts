import { z } from 'zod';
import { defineCommand, defineQuery } from '../define.js';
import { argument, byCreation, id, line, nameOrId, page, type PageOf, reason, text } from '../fields.js';
import { jobClass } from './events.js';
import { errorClass } from './failures.js';
import { jobStates, type JobView, type PendingView, type QueueEntry } from './views.js';

const envName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'must be a variable name such as LEARNING_RATE');

/** Environment variables by name. */
export const env = z.record(envName, argument(32_768));

export const gpuInput = z.strictObject({
  count: z.number().int().min(0, 'must be at least 0 (0 is CPU only)').max(1024).default(1),
  model: argument(120).optional(),
  memoryGb: z.number().positive().max(10_000).optional(),
  device: z
    .string()
    .regex(/^(cpu|cuda(:\d{1,3})?)$/, 'must be "cuda", "cuda:N" or "cpu"')
    .optional(),
});

export const retryInput = z.strictObject({
  maxRetries: z.number().int().min(0).max(20).default(0),
  on: z.array(errorClass).default([]),
  /** First wait; it doubles with each retry, up to maxBackoffSeconds. Default: 5 s, up to an hour. */
  backoffSeconds: z.number().positive().max(86_400).optional(),
  maxBackoffSeconds: z.number().positive().max(604_800).optional(),
});

export const submitJobInput = z.strictObject({
  name: line(200).min(1, 'must not be empty'),
  /** Id or name. */
  project: nameOrId,
  command: z.array(argument(8192)).max(256).default([]),
  args: z.array(argument(8192)).max(1024).default([]),
  env: env.default({}),
  workingDirectory: argument(1024).optional(),
  image: line(512).optional(),
  gpus: gpuInput.default({ count: 0 }),
  class: jobClass.default('training'),
  vcpus: z.number().positive().max(4096).optional(),
  ramGb: z.number().positive().max(100_000).optional(),
  timeoutMinutes: z
    .number()
    .positive()
    .max(60 * 24 * 366)
    .default(60 * 24),
  priority: z
    .number()
    .int()
    .min(1, 'must be 1 (last) to 10 (first)')
    .max(10, 'must be 1 (last) to 10 (first)')
    .default(5),
  description: text(4000).optional(),
  /** The caller's own id, unique within the project. */
  externalId: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/, 'must have 1 to 128 letters, digits, or . _ : / -')
    .optional(),
  /** Id or name. Default: the only pool that the submitter may use. */
  pool: nameOrId.optional(),
  retry: retryInput.default({ maxRetries: 0, on: [] }),
  /** May be ended for others after the pool's minimum run time; then it is queued again. */
  preemptible: z.boolean().optional(),
  /** Runs in this reservation only, which is the caller's or shared with the project. */
  reservation: id.optional(),
});

export const submitJob = defineCommand<JobView>('runJobs')('scheduler', 'job', 'submit', submitJobInput);
export const approveJob = defineCommand<JobView>('decideApprovals')(
  'scheduler',
  'job',
  'approve',
  z.strictObject({ jobId: id, reason: reason.optional() }),
);
export const rejectJob = defineCommand<JobView>('decideApprovals')(
  'scheduler',
  'job',
  'reject',
  z.strictObject({ jobId: id, reason }),
);
export const cancelJob = defineCommand<JobView>('runJobs')(
  'scheduler',
  'job',
  'cancel',
  z.strictObject({ jobId: id, reason: reason.optional() }),
);
export const deleteJob = defineCommand<JobView>('runJobs')(
  'scheduler',
  'job',
  'delete',
  z.strictObject({ jobId: id }),
);

/** `jobId`, or `externalId` with `project`. */
export const jobQuery = defineQuery<JobView | null>('read')(
  'scheduler',
  'job',
  z.strictObject({
    jobId: id.optional(),
    externalId: argument(128).optional(),
    project: argument(120).optional(),
  }),
);
export const jobsByIdQuery = defineQuery<readonly JobView[]>('read')(
  'scheduler',
  'jobsById',
  z.strictObject({ ids: z.array(id).max(500) }),
);
/** Newest first, unless `sort` says otherwise. */
export const jobsQuery = defineQuery<PageOf<JobView>>('read')(
  'scheduler',
  'jobs',
  page.extend({
    projectId: id.optional(),
    userId: id.optional(),
    poolId: id.optional(),
    /** Where the latest run is or was. */
    hostId: id.optional(),
    states: z.array(z.enum(jobStates)).max(20).optional(),
    search: argument(120).optional(),
    ...byCreation,
  }),
);
export const queueQuery = defineQuery<PageOf<QueueEntry>>('read')(
  'scheduler',
  'queue',
  page.extend({ poolId: id }),
);
export const pendingQuery = defineQuery<readonly PendingView[]>('read')(
  'scheduler',
  'pending',
  z.strictObject({ ids: z.array(id).max(500) }),
);
