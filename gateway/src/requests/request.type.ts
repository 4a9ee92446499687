import type { RequestedGpus } from '@berth/contracts/scheduler/request.events';
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
    approved: 'Its devices are being reserved.',
    waiting: 'It is on the waiting list.',
  },
});

const Wanted = builder.objectRef<RequestedGpus>('RequestedGpus').implement({
  description: 'Requested devices.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many.' }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'Device model by whole words of its name.',
    }),
    memoryGb: t.exposeFloat('memoryGb', {
      nullable: true,
      description: 'Minimum memory of each device in GB of 10^9 bytes.',
    }),
  }),
});

export const GpuRequest = builder.objectRef<GpuRequestView>('GpuRequest').implement({
  description: 'A request for devices without a command.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    state: t.field({ type: RequestStateEnum, description: 'Its location.', resolve: ({ state }) => state }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Requester.',
      resolve: ({ userId }, _args, { loaders }) => loaders.users().load(userId),
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Project to which it is charged.',
      resolve: ({ projectId }, _args, { loaders }) => loaders.projects().load(projectId),
    }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Pool of the devices.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    gpus: t.field({ type: Wanted, description: 'Requested devices.', resolve: ({ gpus }) => gpus }),
    durationMinutes: t.exposeFloat('durationMinutes', { description: 'Duration in minutes.' }),
    notBefore: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Earliest start of the window.',
      resolve: (request) => request.notBefore,
    }),
    neededBy: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Latest start of the window.',
      resolve: (request) => request.neededBy,
    }),
    title: t.exposeString('title', { nullable: true, description: 'Title.' }),
    reason: t.exposeString('reason', { description: 'Reason for the request.' }),
    sharedWithProject: t.exposeBoolean('sharedWithProject', {
      description: 'Whether jobs of all members of the project may run in its window.',
    }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'Reason of the decision, withdrawal or end.',
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
      description: 'Id of the resulting reservation.',
    }),
    reservation: t.field({
      type: Reservation,
      nullable: true,
      description: 'The resulting reservation; null if the caller may not see it.',
      resolve: ({ reservationId }, _args, { loaders }) =>
        reservationId === undefined ? null : loaders.reservations().load(reservationId),
    }),
    submittedAt: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      resolve: (request) => request.submittedAt,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When it last changed.',
      resolve: (request) => request.updatedAt,
    }),
  }),
});

export const RequestKindEnum = enumOf('RequestKind', {
  description: 'A request without a command, or a job that awaits approval.',
  values: ['request', 'job'] as const,
});

export const RequestItem = builder.objectRef<Item>('RequestItem').implement({
  description: 'A request or a job that awaits approval.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Id for `decideRequests`.' }),
    kind: t.field({ type: RequestKindEnum, description: 'Kind of the item.', resolve: ({ kind }) => kind }),
    submittedAt: t.field({
      type: 'DateTime',
      description: 'When it was submitted.',
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
  description: 'Result of one decision.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Id of the request or job.' }),
    done: t.boolean({
      description: 'Whether the decision is in effect, by this call or an earlier one.',
      resolve: ({ refusal }) => refusal === undefined,
    }),
    code: t.string({
      nullable: true,
      description: 'Error code if it failed.',
      resolve: ({ refusal }) => refusal?.code,
    }),
    message: t.string({
      nullable: true,
      description: 'Error message if it failed.',
      resolve: ({ refusal }) => refusal?.message,
    }),
  }),
});
