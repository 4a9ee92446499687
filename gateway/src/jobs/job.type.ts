import { jobStates, type JobState, type JobView } from '@berth/contracts/scheduler/views';
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
const jobStatuses = [
  'pending',
  'approved',
  'rejected',
  'running',
  'completed',
  'failed',
  'cancelled',
] as const;
const JobStatusEnum = enumOf('JobStatus', {
  description: 'The state of a job in the seven words that programs of other systems look for.',
  values: jobStatuses,
});
/** What is queued or placed needs no decision any more. */
const STATUS_OF: { readonly [state in JobState]: (typeof jobStatuses)[number] } = {
  submitted: 'pending',
  awaitingApproval: 'pending',
  approved: 'approved',
  queued: 'approved',
  placed: 'approved',
  rejected: 'rejected',
  running: 'running',
  succeeded: 'completed',
  failed: 'failed',
  timedOut: 'failed',
  cancelled: 'cancelled',
};
export const JobClassEnum = enumOf('JobClass', {
  description: 'Class of work: determines which slots of a device a run takes.',
  values: jobClasses,
});
/** Jobs may print fractions of epochs and numbers beyond the range of a GraphQL Int. */
const toInt = (value: number | undefined): number | null =>
  value === undefined || Math.abs(value) >= 2 ** 31 ? null : Math.floor(value);

const Progress = builder.objectRef<JobProgress>('JobProgress').implement({
  description: 'Progress as reported in the output of the job.',
  fields: (t) => ({
    fraction: t.float({ nullable: true, description: '0 to 1.', resolve: (progress) => progress.progress }),
    stage: t.exposeString('stage', { nullable: true, description: 'Current stage.' }),
    epoch: t.int({
      nullable: true,
      description: 'Current epoch, rounded down.',
      resolve: ({ epoch }) => toInt(epoch),
    }),
    epochs: t.int({
      nullable: true,
      description: 'Total number of epochs.',
      resolve: ({ epochs }) => toInt(epochs),
    }),
    message: t.exposeString('message', { nullable: true, description: 'Its last message.' }),
    latestMetrics: t.field({
      type: 'JSON',
      description:
        'Latest value of each metric by name; the string "NaN", "Infinity" or "-Infinity" if it is not finite.',
      resolve: (progress) => progress.latestMetrics,
    }),
    omittedMetrics: t.int({
      description: 'Number of metrics that were omitted: a line has at most 100, and 200 are kept.',
      resolve: (progress) => progress.omittedMetrics ?? 0,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When progress was last reported.',
      resolve: (progress) => progress.updatedAt,
    }),
  }),
});

export const GpuSpec = builder.objectRef<JobView['spec']['gpus']>('GpuSpec').implement({
  description: 'Devices that a job requests.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: '0 for CPU only.' }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'Device model by whole words of its name.',
    }),
    memoryGb: t.exposeFloat('memoryGb', {
      nullable: true,
      description: 'Minimum memory of a device in GB of 10^9 bytes.',
    }),
    device: t.exposeString('device', { nullable: true, description: 'cuda, cuda:N or cpu.' }),
    deviceUuid: t.exposeString('deviceUuid', {
      nullable: true,
      description:
        'UUID of the device that cuda:N referred to when the job was submitted; the job runs on that device.',
    }),
  }),
});

const Retry = builder.objectRef<JobView['spec']['retry']>('Retry').implement({
  description: 'Whether and when a failed run is retried.',
  fields: (t) => ({
    maxRetries: t.exposeInt('maxRetries', { description: 'Maximum number of retries.' }),
    on: t.field({
      type: [RetriedClassEnum],
      description: 'Error classes that are retried; empty: all.',
      resolve: (retry) => [...retry.on],
    }),
    backoffSeconds: t.exposeFloat('backoffSeconds', {
      nullable: true,
      description: 'First delay in seconds, which doubles with each retry; null: 5.',
    }),
    maxBackoffSeconds: t.exposeFloat('maxBackoffSeconds', {
      nullable: true,
      description: 'Maximum delay in seconds; null: 3600.',
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
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'External id given by the submitter.',
    }),
    name: t.exposeString('name', { description: 'Name.' }),
    description: t.string({
      nullable: true,
      description: 'Description.',
      resolve: (job) => job.spec.description,
    }),
    state: t.field({
      type: JobStateEnum,
      description: 'State.',
      resolve: (job) => job.state,
    }),
    status: t.field({
      type: JobStatusEnum,
      description:
        '`state` in fewer words: PENDING until it is decided on, APPROVED until it runs, COMPLETED where it succeeded, FAILED also where it ran out of time.',
      resolve: (job) => STATUS_OF[job.state],
    }),
    ...ownerFields(t, 'Who submitted it.'),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Pool in which it runs.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    command: t.field({
      type: ['String'],
      description: 'Command: program and arguments.',
      resolve: (job) => [...job.spec.command],
    }),
    args: t.field({
      type: ['String'],
      description: 'Further arguments of the command.',
      resolve: (job) => [...job.spec.args],
    }),
    envNames: t.field({
      type: ['String'],
      description: 'Names of its environment variables; their values are kept secret.',
      resolve: (job) => [...job.spec.envNames],
    }),
    workingDirectory: t.string({
      nullable: true,
      description: 'Working directory.',
      resolve: (job) => job.spec.workingDirectory,
    }),
    image: t.string({ nullable: true, description: 'Container image.', resolve: (job) => job.spec.image }),
    gpus: t.field({
      type: GpuSpec,
      description: 'Requested devices.',
      resolve: (job) => job.spec.gpus,
    }),
    class: t.field({
      type: JobClassEnum,
      description: 'Class of work: determines which slots of a device it takes.',
      resolve: (job) => job.spec.class,
    }),
    vcpus: t.float({
      nullable: true,
      description: 'Requested CPUs.',
      resolve: (job) => job.spec.vcpus,
    }),
    ramGb: t.float({
      nullable: true,
      description: 'Requested memory in GB of 10^9 bytes.',
      resolve: (job) => job.spec.ramGb,
    }),
    timeoutMinutes: t.float({
      description: 'Maximum duration of a run in minutes.',
      resolve: (job) => job.spec.timeoutMinutes,
    }),
    priority: t.int({
      description: 'Priority: 10 (first) to 1 (last).',
      resolve: (job) => job.spec.priority,
    }),
    retry: t.field({
      type: Retry,
      description: 'Whether and when it is retried.',
      resolve: (job) => job.spec.retry,
    }),
    preemptible: t.boolean({
      description:
        'Whether its runs may be preempted after the minimum run time; the job is then queued again.',
      resolve: (job) => job.spec.preemptible ?? false,
    }),
    reservationId: t.id({
      nullable: true,
      description: 'Reservation in which it runs.',
      resolve: ({ spec: { reservationId: id } }) => (id === undefined ? null : toGlobalId('Reservation', id)),
    }),
    grantPriority: t.exposeInt('grantPriority', {
      description: 'Priority class of the grant under which it was submitted: 0 (first) to 2 (last).',
    }),
    cancelRequested: t.exposeBoolean('cancelRequested', {
      description: 'Whether cancellation was requested.',
    }),
    deleted: t.exposeBoolean('deleted', { description: 'Whether it is hidden from lists.' }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'Reason of a rejection or cancellation, or what went wrong.',
    }),
    errorClass: t.field({
      type: ErrorClassEnum,
      nullable: true,
      description: 'Error class.',
      resolve: (job) => job.errorClass,
    }),
    exitCode: t.exposeInt('exitCode', { nullable: true, description: 'Exit code of its last run.' }),
    runs: t.field({
      type: [Run],
      description: 'Its runs, in order.',
      resolve: (job) => [...job.runs],
    }),
    progress: t.field({
      type: Progress,
      nullable: true,
      description: 'Progress reported by the job.',
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
      description: 'When it reached a final state.',
      resolve: (job) => job.endedAt,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When it last changed.',
      resolve: (job) => job.updatedAt,
    }),
  }),
});

/** One type for all lists of jobs. */
export const JobConnection = builder.connectionObject(
  { type: Job, name: 'JobConnection' },
  { name: 'JobEdge' },
);
