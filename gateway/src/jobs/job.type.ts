import type { JobView } from '@berth/contracts/scheduler/views';
import { jobStates } from '@berth/contracts/scheduler/views';
import { jobClasses } from '@berth/contracts/scheduler/events';
import type { JobProgress } from '@berth/contracts/telemetry/operations';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { toGlobalId } from '../graphql/ids.js';
import { Pool } from '../hosts/pool.type.js';
import { ownerFields } from '../projects/owner.fields.js';
import { ErrorClassEnum, RetriedClassEnum, Run } from './run.type.js';

export const JobStateEnum = enumOf('JobState', {
  description: 'Where a job is in its life. REJECTED, SUCCEEDED, FAILED, CANCELLED and TIMED_OUT are final.',
  values: jobStates,
});
export const JobClassEnum = enumOf('JobClass', {
  description: 'Which slots of a device a run takes.',
  values: jobClasses,
});
/** Jobs print what they like: parts of epochs, and numbers beyond what GraphQL calls an Int. */
const toInt = (value: number | undefined): number | null =>
  value === undefined || Math.abs(value) >= 2 ** 31 ? null : Math.floor(value);

const Progress = builder.objectRef<JobProgress>('JobProgress').implement({
  description: 'What the job says of itself in its output.',
  fields: (t) => ({
    fraction: t.float({ nullable: true, description: '0 to 1.', resolve: (progress) => progress.progress }),
    stage: t.exposeString('stage', { nullable: true, description: 'What it is doing.' }),
    epoch: t.int({
      nullable: true,
      description: 'Current epoch, without the part of it that is done.',
      resolve: ({ epoch }) => toInt(epoch),
    }),
    epochs: t.int({
      nullable: true,
      description: 'Epochs in all.',
      resolve: ({ epochs }) => toInt(epochs),
    }),
    message: t.exposeString('message', { nullable: true, description: 'Its last message.' }),
    latestMetrics: t.field({
      type: 'JSON',
      description:
        'Latest value of each metric, by name; the text "NaN", "Infinity" or "-Infinity" for one that is not finite, which JSON has no number for.',
      resolve: (progress) => progress.latestMetrics,
    }),
    omittedMetrics: t.int({
      description:
        'How many metrics were left out: of the latest line, which has at most 100, and beyond the 200 that are kept.',
      resolve: (progress) => progress.omittedMetrics ?? 0,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it last said something.',
      resolve: (progress) => progress.updatedAt,
    }),
  }),
});

export const GpuSpec = builder.objectRef<JobView['spec']['gpus']>('GpuSpec').implement({
  description: 'Devices that a job asks for.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: '0 for CPU only.' }),
    model: t.exposeString('model', { nullable: true, description: 'A model by whole words of its name.' }),
    memoryGb: t.exposeFloat('memoryGb', {
      nullable: true,
      description: 'Least memory of a device in GB of 10^9 bytes, as makers count.',
    }),
    device: t.exposeString('device', { nullable: true, description: 'cuda, cuda:N or cpu.' }),
    deviceUuid: t.exposeString('deviceUuid', {
      nullable: true,
      description:
        'Which device cuda:N was when the job was taken in: it runs on that one, whatever its number is later.',
    }),
  }),
});

const Retry = builder.objectRef<JobView['spec']['retry']>('Retry').implement({
  description: 'Whether and when a failed run is tried again.',
  fields: (t) => ({
    maxRetries: t.exposeInt('maxRetries', { description: 'How often at most.' }),
    on: t.field({
      type: [RetriedClassEnum],
      description: 'Kinds of failure that are tried again; none named means all.',
      resolve: (retry) => [...retry.on],
    }),
    backoffSeconds: t.exposeFloat('backoffSeconds', {
      nullable: true,
      description: 'First wait, which doubles with each; 5 where null.',
    }),
    maxBackoffSeconds: t.exposeFloat('maxBackoffSeconds', {
      nullable: true,
      description: 'Longest wait; an hour where null.',
    }),
  }),
});

export const Job = builder.nodeRef(builder.objectRef<JobView>('Job'), {
  id: { resolve: (job: JobView) => job.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.jobs().load(String(id)))),
});

Job.implement({
  description: 'The intent to run something.',
  fields: (t) => ({
    ownId: t.exposeString('ownId', { nullable: true, description: "The submitter's own id." }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    description: t.string({
      nullable: true,
      description: 'What it is for.',
      resolve: (job) => job.spec.description,
    }),
    state: t.field({
      type: JobStateEnum,
      description: 'Where it is in its life.',
      resolve: (job) => job.state,
    }),
    ...ownerFields(t, 'Who submitted it.'),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Where it is to run.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    command: t.field({
      type: ['String'],
      description: 'What it runs.',
      resolve: (job) => [...job.spec.command],
    }),
    args: t.field({
      type: ['String'],
      description: 'What the command is given besides.',
      resolve: (job) => [...job.spec.args],
    }),
    envNames: t.field({
      type: ['String'],
      description: 'Names of its environment variables; their values are kept secret.',
      resolve: (job) => [...job.spec.envNames],
    }),
    workingDirectory: t.string({
      nullable: true,
      description: 'Where it runs.',
      resolve: (job) => job.spec.workingDirectory,
    }),
    image: t.string({ nullable: true, description: 'Container image.', resolve: (job) => job.spec.image }),
    gpus: t.field({
      type: GpuSpec,
      description: 'Devices that it asks for.',
      resolve: (job) => job.spec.gpus,
    }),
    class: t.field({
      type: JobClassEnum,
      description: 'Which slots of a device it takes.',
      resolve: (job) => job.spec.class,
    }),
    vcpus: t.float({
      nullable: true,
      description: 'CPUs that it asks for.',
      resolve: (job) => job.spec.vcpus,
    }),
    ramGb: t.float({
      nullable: true,
      description: 'Memory that it asks for.',
      resolve: (job) => job.spec.ramGb,
    }),
    timeoutMinutes: t.float({
      description: 'Longest time of a run.',
      resolve: (job) => job.spec.timeoutMinutes,
    }),
    priority: t.int({ description: '10 goes first.', resolve: (job) => job.spec.priority }),
    retry: t.field({
      type: Retry,
      description: 'Whether and when it is tried again.',
      resolve: (job) => job.spec.retry,
    }),
    preemptible: t.boolean({
      description: 'Others may have what it holds after the minimum run time; then it is queued again.',
      resolve: (job) => job.spec.preemptible ?? false,
    }),
    reservationId: t.id({
      nullable: true,
      description: 'The booking that it runs in.',
      resolve: ({ spec: { reservationId: id } }) => (id === undefined ? null : toGlobalId('Reservation', id)),
    }),
    grantPriority: t.exposeInt('grantPriority', {
      description: 'Class of the grant it was submitted under: 0 goes before 1 before 2.',
    }),
    cancelRequested: t.exposeBoolean('cancelRequested', {
      description: 'Somebody wants it ended; its agent has been told.',
    }),
    deleted: t.exposeBoolean('deleted', { description: 'Hidden from lists.' }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'Reason of a rejection or cancellation, or what went wrong.',
    }),
    errorClass: t.field({
      type: ErrorClassEnum,
      nullable: true,
      description: 'What kind of failure it was.',
      resolve: (job) => job.errorClass,
    }),
    exitCode: t.exposeInt('exitCode', { nullable: true, description: 'Exit code of its last run.' }),
    runs: t.field({
      type: [Run],
      description: 'Its attempts, the first one first.',
      resolve: (job) => [...job.runs],
    }),
    progress: t.field({
      type: Progress,
      nullable: true,
      description: 'What it says of itself.',
      resolve: ({ id, runs }, _args, { loaders }) => (runs.length > 0 ? loaders.progress().load(id) : null),
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was submitted.',
      resolve: (job) => job.createdAt,
    }),
    queuedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it last joined the queue.',
      resolve: (job) => job.queuedAt,
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it first ran.',
      resolve: (job) => job.startedAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended for good.',
      resolve: (job) => job.endedAt,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When anything of it last changed.',
      resolve: (job) => job.updatedAt,
    }),
  }),
});

/** One type for all lists of jobs. */
export const JobConnection = builder.connectionObject(
  { type: Job, name: 'JobConnection' },
  { name: 'JobEdge' },
);
