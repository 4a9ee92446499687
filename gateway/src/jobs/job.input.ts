import type { InputFieldBuilder } from '@pothos/core';
import { builder, type BuilderTypes } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import type { Given } from '../graphql/mutation.js';
import { JobClassEnum } from './job.type.js';
import { RetriedClassEnum } from './run.type.js';

export const EnvInput = builder.inputType('EnvVariableInput', {
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
    model: t.string({
      description: 'A model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    }),
    memoryGb: t.float({ description: 'Least memory of a device in GB of 10^9 bytes, as makers count.' }),
    device: t.string({ description: 'cuda (least loaded, as where left out), cuda:N (that one), or cpu.' }),
  }),
});

const RetryInput = builder.inputType('RetryInput', {
  description: 'Whether a failed run is tried again.',
  fields: (t) => ({
    maxRetries: t.int({ description: '0 to 20; 0 where left out.' }),
    on: t.field({
      type: [RetriedClassEnum],
      description: 'Kinds of failure that are tried again; all where left out.',
    }),
    backoffSeconds: t.float({
      description: 'First wait before it is tried again, which doubles with each; 5 where left out.',
    }),
    maxBackoffSeconds: t.float({ description: 'Longest wait; an hour where left out.' }),
  }),
});

/** What a job is, wherever one is described: by itself, in an array, a workflow or a schedule. */
export const jobFields = (t: InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
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
  ramGb: t.float({ description: 'Memory in GB of 10^9 bytes.' }),
  timeoutMinutes: t.float({ description: 'Longest time of a run; a day where left out.' }),
  priority: t.int({ description: '10 (first) to 1 (last); 5 where left out.' }),
  description: t.string({ description: 'What it is for.' }),
  retry: t.field({ type: RetryInput, description: 'Never where left out.' }),
  preemptible: t.boolean({
    description:
      "Others may have what it holds after the pool's minimum run time: it is warned, ended and queued again.",
  }),
  pool: t.string({ description: 'Id or name; the only pool you may use, or "default", where left out.' }),
});

interface WithEnv {
  readonly env?: Given<readonly (typeof EnvInput)['$inferInput'][]>;
  readonly pool?: string;
}

/** A job without what it gets from what it belongs to. */
export const JobTemplateInput = builder.inputType('JobTemplateInput', {
  description: 'A job to be.',
  fields: jobFields,
});

/** A job's fields as the scheduler takes them. */
export const asJob = <T extends WithEnv>({ env = [], pool, ...fields }: T) => ({
  ...fields,
  env: Object.fromEntries(env.map(({ name, value }) => [name, value])),
  ...(pool === undefined ? {} : { pool: toPlainId(pool) }),
});
