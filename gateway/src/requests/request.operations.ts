import {
  decideRequests,
  requestGpus,
  requestQuery,
  requestsQuery,
  withdrawRequest,
  type DecisionView,
} from '@berth/contracts/scheduler/requests';
import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { createdArgs } from '../graphql/list-sort.js';
import { plainIdOf } from '../graphql/ids.js';
import { deriveInputType } from '../graphql/derived-input.js';
import { defineCommandMutation, listSuccess, successOf } from '../graphql/mutation.js';
import { allocationFields } from '../reservations/inputs.js';
import { Decision, GpuRequest, RequestItem, RequestKindEnum, RequestStateEnum } from './request.type.js';

deriveInputType(requestGpus.input.shape.gpus.unwrap(), {
  name: 'RequestedGpusInput',
  description: 'Devices to reserve: any that match.',
  fields: {
    count: 'Default: 1.',
    model: 'Device model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    memoryGb: 'Minimum memory of a device in GB of 10^9 bytes.',
  },
});

enumOf('DecisionKind', {
  description: 'Decision.',
  values: ['approve', 'reject'] as const,
});

builder.queryFields((t) => ({
  gpuRequest: t.field({
    type: GpuRequest,
    nullable: true,
    description: 'A request by its id; null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'Id of the request.' }) },
    resolve: (_root, { id }, { calls }) =>
      isId(String(id)) ? calls.query(requestQuery, { requestId: String(id) }) : null,
  }),
  requests: t.connection(
    {
      type: RequestItem,
      description:
        'Requests, oldest first. For staff (admin or operator): all requests and jobs that await a decision. For others: their own requests.',
      args: {
        mine: t.arg.boolean({ description: 'Own requests only, also for staff.' }),
        pool: t.arg.id({ description: 'Filters by pool.' }),
        states: t.arg({ type: [RequestStateEnum], description: 'Filters by state.' }),
        project: t.arg.id({ description: 'Filters by project.' }),
        user: t.arg.id({ description: 'Filters by user.' }),
        kind: t.arg({ type: RequestKindEnum, description: 'Requests only, or jobs only.' }),
        ...createdArgs(t.arg, 'OLDEST'),
      },
      resolve: async (_root, { pool, project, user, first, after, last, before, ...filters }, { calls }) =>
        queryConnection(
          calls,
          requestsQuery,
          { first, after, last, before },
          {
            ...filters,
            poolId: plainIdOf(pool),
            projectId: plainIdOf(project),
            userId: plainIdOf(user),
          },
        ),
    },
    ...connectionNames('RequestItem'),
  ),
}));

defineCommandMutation({
  operation: requestGpus,
  name: 'requestGpus',
  description:
    'Requests devices without a command. If the pool requires approval, staff decide. Then the earliest free window is reserved, or the request waits on the waiting list.',
  input: {
    ...allocationFields,
    gpus: 'Default: one device of any kind.',
    durationMinutes: 'Duration in minutes.',
    notBefore: 'Earliest start of the window.',
    neededBy: 'Latest start of the window.',
    reason: 'Reason for the request.',
  },
  success: successOf('requestGpus', 'request', GpuRequest, 'The submitted request.'),
});

defineCommandMutation({
  operation: withdrawRequest,
  name: 'withdrawRequest',
  description: 'Withdraws a request. If its devices are already reserved, cancel the reservation instead.',
  input: { requestId: 'Id of the request.', reason: 'Reason; kept in the history.' },
  success: successOf('withdrawRequest', 'request', GpuRequest, 'The request after the change.'),
});

const DecideRequestsSuccess = listSuccess(
  builder.objectRef<{ readonly value: readonly DecisionView[] }>('DecideRequestsSuccess').implement({
    description: '`decideRequests` succeeded. Each decision succeeds or fails independently.',
    fields: (t) => ({
      decisions: t.field({
        type: [Decision],
        description: 'One decision for each distinct id, in the given order.',
        resolve: ({ value }) => [...value],
      }),
    }),
  }),
);

defineCommandMutation({
  operation: decideRequests,
  name: 'decideRequests',
  description:
    'Approves or rejects requests and jobs that await approval, up to 200 at once. Each is decided independently. Requires staff (admin or operator).',
  input: {
    ids: 'Ids of requests and of jobs.',
    decision: 'Decision for all of them.',
    reason: 'Reason; required for a rejection and shown to the requester.',
  },
  success: DecideRequestsSuccess,
});
