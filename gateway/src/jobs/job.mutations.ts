import {
  approveJob,
  cancelJob,
  deleteJob,
  rejectJob,
  submitJob,
} from '@berth/contracts/scheduler/operations';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { Job, JobClassEnum } from './job.type.js';
import { ErrorClassEnum } from './run.type.js';

const EnvInput = builder.inputType('EnvVariableInput', {
  description: 'An environment variable. Values are kept encrypted and never shown again.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'For example LEARNING_RATE.' }),
    value: t.string({ required: true, description: 'Its value.' }),
  }),
});

const GpuInput = builder.inputType('GpuSpecInput', {
  description: 'Devices that a job asks for, all on one host.',
  fields: (t) => ({
    count: t.int({ description: '1 where left out; 0 for CPU only.' }),
    model: t.string({ description: 'Part of the name of a model, such as A100.' }),
    memoryGb: t.float({ description: 'Least memory of a device.' }),
    device: t.string({ description: 'cuda (least loaded, as where left out), cuda:N (that one), or cpu.' }),
  }),
});

const RetryInput = builder.inputType('RetryInput', {
  description: 'Whether a failed run is tried again.',
  fields: (t) => ({
    maxRetries: t.int({ description: '0 to 20; 0 where left out.' }),
    on: t.field({
      type: [ErrorClassEnum],
      description: 'Kinds of failure that are tried again; all where left out.',
    }),
  }),
});

defineMutation({
  name: 'submitJob',
  description: 'Takes a job in. Acknowledged once it is on disk. What can never run here is refused at once.',
  input: (t) => ({
    name: t.string({ required: true, description: 'What it is called.' }),
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    command: t.stringList({ description: 'What to run: program and arguments, without a shell.' }),
    args: t.stringList({ description: 'Further arguments.' }),
    env: t.field({
      type: [EnvInput],
      description: 'Environment variables; those of the platform for devices win.',
    }),
    workingDirectory: t.string({ description: 'Where to run; a fresh folder where left out.' }),
    image: t.string({ description: 'Container image, for pools that run containers.' }),
    gpus: t.field({ type: GpuInput, description: 'Devices; CPU only where left out.' }),
    class: t.field({ type: JobClassEnum, description: 'training where left out.' }),
    vcpus: t.float({ description: 'CPUs.' }),
    ramGb: t.float({ description: 'Memory.' }),
    timeoutMinutes: t.float({ description: 'Longest time of a run; a day where left out.' }),
    priority: t.int({ description: '10 (first) to 1 (last); 5 where left out.' }),
    description: t.string({ description: 'What it is for.' }),
    id: t.string({ description: 'An id of your own, unique in the project.' }),
    pool: t.string({ description: 'Id or name; the only pool you may use, or "default", where left out.' }),
    retry: t.field({ type: RetryInput, description: 'Never where left out.' }),
  }),
  success: successOf('submitJob', 'job', Job, 'The job as it was taken in.'),
  run: async ({ env = [], project, pool, ...input }, { calls }, info) =>
    asValue(
      await calls.command(
        submitJob,
        {
          ...input,
          project: toPlainId(project),
          env: Object.fromEntries(env.map(({ name, value }) => [name, value])),
          ...(pool === undefined ? {} : { pool: toPlainId(pool) }),
        },
        info,
      ),
    ),
});

const jobId = 'Id of the job.';
const after = 'The job after the change.';

for (const [name, operation, description] of [
  ['approveJob', approveJob, 'Lets a job that awaits approval go to the queue. For operators.'],
  ['cancelJob', cancelJob, 'Ends a job: at once where it waits, else as soon as its agent has stopped it.'],
] as const) {
  defineMutation({
    name,
    description,
    input: (t) => ({
      jobId: t.id({ required: true, description: jobId }),
      reason: t.string({ description: 'Why; kept in the history.' }),
    }),
    success: successOf(name, 'job', Job, after),
    run: async (input, { calls }, info) =>
      asValue(await calls.command(operation, { ...input, jobId: toPlainId(String(input.jobId)) }, info)),
  });
}

defineMutation({
  name: 'rejectJob',
  description: 'Refuses a job that awaits approval. For operators.',
  input: (t) => ({
    jobId: t.id({ required: true, description: jobId }),
    reason: t.string({ required: true, description: 'Why; the submitter sees it.' }),
  }),
  success: successOf('rejectJob', 'job', Job, after),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(rejectJob, { ...input, jobId: toPlainId(String(input.jobId)) }, info)),
});

defineMutation({
  name: 'deleteJob',
  description: 'Hides a job that has ended. Its history stays.',
  input: (t) => ({ jobId: t.id({ required: true, description: jobId }) }),
  success: successOf('deleteJob', 'job', Job, after),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(deleteJob, { jobId: toPlainId(String(input.jobId)) }, info)),
});
