import { env, gpuInput, retryInput } from '@berth/contracts/scheduler/operations';
import { jobTemplateInput } from '@berth/contracts/scheduler/template';
import { builder } from '../graphql/builder.js';
import { deriveInputType, useType } from '../graphql/derived-input.js';
import './job.type.js';
import './run.type.js';

export const EnvInput = builder.inputType('EnvVariableInput', {
  description: 'An environment variable. Values are stored encrypted and never shown again.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'For example LEARNING_RATE.' }),
    value: t.string({ required: true, description: 'Its value.' }),
  }),
});
type EnvVariables = readonly (typeof EnvInput)['$inferInput'][];

/** GraphQL has no maps: a service takes variables by name. */
export const envByName = (given: unknown): { readonly [name: string]: string } =>
  Object.fromEntries((given as EnvVariables).map(({ name, value }) => [name, value]));
useType(env, [EnvInput], envByName);

deriveInputType(gpuInput, {
  name: 'GpuSpecInput',
  description: 'Devices that a job requests, all on one host.',
  fields: {
    count: 'Default: 1; 0 for CPU only.',
    model: 'Device model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    memoryGb: 'Minimum memory of a device in GB of 10^9 bytes.',
    device: 'cuda (least loaded device; default), cuda:N (a given device) or cpu.',
  },
});

deriveInputType(retryInput, {
  name: 'RetryInput',
  description: 'Whether a failed run is retried.',
  fields: {
    maxRetries: '0 to 20; default: 0.',
    on: 'Error classes that are retried; default: all.',
    backoffSeconds: 'First delay in seconds, which doubles with each retry; default: 5.',
    maxBackoffSeconds: 'Maximum delay in seconds; default: 3600.',
  },
});

/** Fields of a job, shared by jobs, arrays, workflows and schedules. */
export const jobFields = {
  command: 'What to run: program and arguments, without a shell.',
  args: 'Further arguments.',
  env: 'Environment variables; the device variables of the platform take precedence.',
  workingDirectory: 'Working directory; default: a new directory.',
  image: 'Container image, for pools that run containers.',
  gpus: 'Devices; default: CPU only.',
  class: 'Default: training.',
  vcpus: 'CPUs.',
  ramGb: 'Memory in GB of 10^9 bytes.',
  timeoutMinutes: 'Maximum duration of a run in minutes; default: 1440.',
  priority: '10 (first) to 1 (last); default: 5.',
  description: 'Description.',
  retry: 'Default: never.',
  preemptible:
    "Whether its runs may be preempted after the pool's minimum run time: a run is warned, ended and queued again.",
  pool: 'Id or name; default: the only pool you may use, or "default".',
  reservation: 'A reservation of yours, or one shared with the project. The job runs only within it.',
};

/** A job as part of a workflow or schedule. */
deriveInputType(jobTemplateInput, {
  name: 'JobTemplateInput',
  description: 'A job to be submitted.',
  fields: jobFields,
});
