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
import { plainIdOf, toPlainId } from '../graphql/ids.js';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { toAllocationInput, allocationFields } from '../reservations/inputs.js';
import { Decision, GpuRequest, RequestItem, RequestStateEnum } from './request.type.js';

const RequestedGpusInput = builder.inputType('RequestedGpusInput', {
  description: 'Devices to reserve: any that match.',
  fields: (t) => ({
    count: t.int({ description: 'Default: 1.' }),
    model: t.string({
      description: 'Device model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    }),
    memoryGb: t.float({ description: 'Minimum memory of a device in GB of 10^9 bytes.' }),
  }),
});

const DecisionKind = enumOf('DecisionKind', {
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
      },
      resolve: async (_root, { mine, pool, states, ...page }, { calls }) =>
        queryConnection(calls, requestsQuery, page, { mine, poolId: plainIdOf(pool), states }),
    },
    ...connectionNames('RequestItem'),
  ),
}));

defineMutation({
  name: 'requestGpus',
  description:
    'Requests devices without a command. If the pool requires approval, staff decide. Then the earliest free window is reserved, or the request waits on the waiting list.',
  input: (t) => ({
    ...allocationFields(t),
    gpus: t.field({ type: RequestedGpusInput, description: 'Default: one device of any kind.' }),
    durationMinutes: t.float({ required: true, description: 'Duration in minutes.' }),
    notBefore: t.field({ type: 'DateTime', description: 'Earliest start of the window.' }),
    neededBy: t.field({ type: 'DateTime', description: 'Latest start of the window.' }),
    reason: t.string({ required: true, description: 'Reason for the request.' }),
  }),
  success: successOf('requestGpus', 'request', GpuRequest, 'The submitted request.'),
  run: async ({ gpus = {}, ...input }, { calls }, info) =>
    asValue(await calls.command(requestGpus, { ...toAllocationInput(input), gpus }, info)),
});

defineMutation({
  name: 'withdrawRequest',
  description: 'Withdraws a request. If its devices are already reserved, cancel the reservation instead.',
  input: (t) => ({
    requestId: t.id({ required: true, description: 'Id of the request.' }),
    reason: t.string({ description: 'Reason; kept in the history.' }),
  }),
  success: successOf('withdrawRequest', 'request', GpuRequest, 'The request after the change.'),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(withdrawRequest, { ...input, requestId: String(input.requestId) }, info)),
});

const DecideRequestsSuccess = builder
  .objectRef<{ readonly value: readonly DecisionView[] }>('DecideRequestsSuccess')
  .implement({
    description: '`decideRequests` succeeded. Each decision succeeds or fails independently.',
    fields: (t) => ({
      decisions: t.field({
        type: [Decision],
        description: 'One decision for each distinct id, in the given order.',
        resolve: ({ value }) => [...value],
      }),
    }),
  });

defineMutation({
  name: 'decideRequests',
  description:
    'Approves or rejects requests and jobs that await approval, up to 200 at once. Each is decided independently. Requires staff (admin or operator).',
  input: (t) => ({
    ids: t.idList({ required: true, description: 'Ids of requests and of jobs.' }),
    decision: t.field({ type: DecisionKind, required: true, description: 'Decision for all of them.' }),
    reason: t.string({ description: 'Reason; required for a rejection and shown to the requester.' }),
  }),
  success: DecideRequestsSuccess,
  run: async (input, { calls }, info) =>
    asValue(
      await calls.command(
        decideRequests,
        { ...input, ids: input.ids.map((id) => toPlainId(String(id))) },
        info,
      ),
    ),
});
