import type { InputFieldBuilder } from '@pothos/core';
import { builder, type BuilderTypes } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import type { WithoutNulls } from '../graphql/mutation.js';
import { JobClassEnum } from './job.type.js';
import { RetriedClassEnum } from './run.type.js';

export const EnvInput = builder.inputType('EnvVariableInput', {
  description: 'An environment variable. Values are stored encrypted and never shown again.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'For example LEARNING_RATE.' }),
    value: t.string({ required: true, description: 'Its value.' }),
  }),
});

const GpuInput = builder.inputType('GpuSpecInput', {
  description: 'Devices that a job requests, all on one host.',
  fields: (t) => ({
    count: t.int({ description: 'Default: 1; 0 for CPU only.' }),
    model: t.string({
      description: 'Device model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    }),
    memoryGb: t.float({ description: 'Minimum memory of a device in GB of 10^9 bytes.' }),
    device: t.string({ description: 'cuda (least loaded device; default), cuda:N (a given device) or cpu.' }),
  }),
});

const RetryInput = builder.inputType('RetryInput', {
  description: 'Whether a failed run is retried.',
  fields: (t) => ({
    maxRetries: t.int({ description: '0 to 20; default: 0.' }),
    on: t.field({
      type: [RetriedClassEnum],
      description: 'Error classes that are retried; default: all.',
    }),
    backoffSeconds: t.float({
      description: 'First delay in seconds, which doubles with each retry; default: 5.',
    }),
    maxBackoffSeconds: t.float({ description: 'Maximum delay in seconds; default: 3600.' }),
  }),
});

/** Fields of a job, shared by jobs, arrays, workflows and schedules. */
export const jobFields = (t: InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
  command: t.stringList({ description: 'What to run: program and arguments, without a shell.' }),
  args: t.stringList({ description: 'Further arguments.' }),
  env: t.field({
    type: [EnvInput],
    description: 'Environment variables; the device variables of the platform take precedence.',
  }),
  workingDirectory: t.string({ description: 'Working directory; default: a new directory.' }),
  image: t.string({ description: 'Container image, for pools that run containers.' }),
  gpus: t.field({ type: GpuInput, description: 'Devices; default: CPU only.' }),
  class: t.field({ type: JobClassEnum, description: 'Default: training.' }),
  vcpus: t.float({ description: 'CPUs.' }),
  ramGb: t.float({ description: 'Memory in GB of 10^9 bytes.' }),
  timeoutMinutes: t.float({ description: 'Maximum duration of a run in minutes; default: 1440.' }),
  priority: t.int({ description: '10 (first) to 1 (last); default: 5.' }),
  description: t.string({ description: 'Description.' }),
  retry: t.field({ type: RetryInput, description: 'Default: never.' }),
  preemptible: t.boolean({
    description:
      "Whether its runs may be preempted after the pool's minimum run time: a run is warned, ended and queued again.",
  }),
  pool: t.string({ description: 'Id or name; default: the only pool you may use, or "default".' }),
});

interface WithEnv {
  readonly env?: WithoutNulls<readonly (typeof EnvInput)['$inferInput'][]>;
  readonly pool?: string;
}

/** A job as part of a workflow or schedule. */
export const JobTemplateInput = builder.inputType('JobTemplateInput', {
  description: 'A job to be submitted.',
  fields: jobFields,
});

/** A job's fields as the scheduler takes them. */
export const asJob = <T extends WithEnv>({ env = [], pool, ...fields }: T) => ({
  ...fields,
  env: Object.fromEntries(env.map(({ name, value }) => [name, value])),
  ...(pool === undefined ? {} : { pool: toPlainId(pool) }),
});
