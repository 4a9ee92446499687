import type { WantedGpus } from '@berth/contracts/scheduler/request.events';
import {
  requestStates,
  type DecisionView,
  type GpuRequestView,
  type RequestItem as Item,
} from '@berth/contracts/scheduler/requests';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { toGlobalId } from '../graphql/ids.js';
import { Pool } from '../hosts/pool.type.js';
import { Job } from '../jobs/job.type.js';
import { Project } from '../projects/project.type.js';
import { Reservation } from '../reservations/reservation.type.js';

export const RequestStateEnum = enumOf('GpuRequestState', {
  description: 'Where a request is in its life. FULFILLED, REJECTED, WITHDRAWN and CLOSED are final.',
  values: requestStates,
  valueDescriptions: {
    approved: 'Its devices are being booked.',
    waiting: 'It is on the waiting list.',
  },
});

const Wanted = builder.objectRef<WantedGpus>('WantedGpus').implement({
  description: 'Devices that are asked for.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many.' }),
    model: t.exposeString('model', { nullable: true, description: 'A model by whole words of its name.' }),
    memoryGb: t.exposeFloat('memoryGb', {
      nullable: true,
      description: 'Least memory of each in GB of 10^9 bytes.',
    }),
  }),
});

export const GpuRequest = builder.objectRef<GpuRequestView>('GpuRequest').implement({
  description: 'Devices asked for without a command: so many, for so long, because of something.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    state: t.field({ type: RequestStateEnum, description: 'Where it is.', resolve: ({ state }) => state }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Who asked.',
      resolve: ({ userId }, _args, { loaders }) => loaders.users().load(userId),
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'What it is charged to.',
      resolve: ({ projectId }, _args, { loaders }) => loaders.projects().load(projectId),
    }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Whose devices.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    gpus: t.field({ type: Wanted, description: 'How many of what.', resolve: ({ gpus }) => gpus }),
    durationMinutes: t.exposeFloat('durationMinutes', { description: 'For how long.' }),
    notBefore: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The window begins no earlier.',
      resolve: (request) => request.notBefore,
    }),
    neededBy: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The window begins by then, or it is not wanted.',
      resolve: (request) => request.neededBy,
    }),
    title: t.exposeString('title', { nullable: true, description: 'What it is called.' }),
    reason: t.exposeString('reason', { description: 'What they are needed for.' }),
    sharedWithProject: t.exposeBoolean('sharedWithProject', {
      description: 'Whether jobs of all members of the project may run in its window.',
    }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'What its approver, its withdrawal or its end has to say.',
    }),
    decidedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was approved or rejected.',
      resolve: (request) => request.decidedAt,
    }),
    reservationId: t.id({
      nullable: true,
      resolve: ({ reservationId: id }) => (id == null ? null : toGlobalId('Reservation', id)),
      description: 'The booking that it led to.',
    }),
    reservation: t.field({
      type: Reservation,
      nullable: true,
      description: 'The booking that it led to; null where the caller may not see it.',
      resolve: ({ reservationId }, _args, { loaders }) =>
        reservationId === undefined ? null : loaders.reservations().load(reservationId),
    }),
    submittedAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (request) => request.submittedAt,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When it last changed.',
      resolve: (request) => request.updatedAt,
    }),
  }),
});

const RequestKindEnum = enumOf('RequestKind', {
  description: 'A request without a command, or a job that awaits approval.',
  values: ['request', 'job'] as const,
});

export const RequestItem = builder.objectRef<Item>('RequestItem').implement({
  description: 'Something that was asked for.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'What decideRequests takes.' }),
    kind: t.field({ type: RequestKindEnum, description: 'What it is.', resolve: ({ kind }) => kind }),
    submittedAt: t.field({
      type: 'DateTime',
      description: 'Since when.',
      resolve: (item) => item.submittedAt,
    }),
    request: t.field({
      type: GpuRequest,
      nullable: true,
      description: 'The request; null for a job.',
      resolve: ({ request }) => request,
    }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job; null for a request.',
      resolve: ({ kind, id }, _args, { loaders }) => (kind === 'job' ? loaders.jobs().load(id) : null),
    }),
  }),
});

export const Decision = builder.objectRef<DecisionView>('Decision').implement({
  description: 'How one decision of several came out.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Of the request or job.' }),
    done: t.boolean({
      description: 'Whether it is decided so, by this or before.',
      resolve: ({ refusal }) => refusal === undefined,
    }),
    code: t.string({
      nullable: true,
      description: 'Why not, for programs.',
      resolve: ({ refusal }) => refusal?.code,
    }),
    message: t.string({
      nullable: true,
      description: 'Why not, for people.',
      resolve: ({ refusal }) => refusal?.message,
    }),
  }),
});
