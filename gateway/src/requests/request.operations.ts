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
import { asAsked, askingFields } from '../reservations/asking.input.js';
import { Decision, GpuRequest, RequestItem, RequestStateEnum } from './request.type.js';

const WantedGpusInput = builder.inputType('WantedGpusInput', {
  description: 'Devices to book: any that match.',
  fields: (t) => ({
    count: t.int({ description: '1 where left out.' }),
    model: t.string({
      description: 'A model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    }),
    memoryGb: t.float({ description: 'Least memory of a device in GB of 10^9 bytes, as makers count.' }),
  }),
});

const DecisionKind = enumOf('DecisionKind', {
  description: 'What is decided.',
  values: ['approve', 'reject'] as const,
});

builder.queryFields((t) => ({
  gpuRequest: t.field({
    type: GpuRequest,
    nullable: true,
    description: 'A request by its id; null where there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'Id of the request.' }) },
    resolve: (_root, { id }, { calls }) =>
      isId(String(id)) ? calls.query(requestQuery, { requestId: String(id) }) : null,
  }),
  requests: t.connection(
    {
      type: RequestItem,
      description:
        'Oldest first. For those who run the place: what awaits a decision, requests and jobs together. For others: what they asked for.',
      args: {
        mine: t.arg.boolean({ description: 'What the caller asked for, though they run the place.' }),
        pool: t.arg.id({ description: 'For this pool only.' }),
        states: t.arg({ type: [RequestStateEnum], description: 'In one of these states only.' }),
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
    'Asks for devices without a command. Where the pool asks for approval, somebody decides; then the earliest free window is booked, or it waits on the waiting list.',
  input: (t) => ({
    ...askingFields(t),
    gpus: t.field({ type: WantedGpusInput, description: 'One device of any kind where left out.' }),
    durationMinutes: t.float({ required: true, description: 'For how long.' }),
    notBefore: t.field({ type: 'DateTime', description: 'The window begins no earlier.' }),
    neededBy: t.field({ type: 'DateTime', description: 'The window begins by then, or it is not wanted.' }),
    reason: t.string({ required: true, description: 'What they are needed for.' }),
  }),
  success: successOf('requestGpus', 'request', GpuRequest, 'The request as it was taken in.'),
  run: async ({ gpus = {}, ...input }, { calls }, info) =>
    asValue(await calls.command(requestGpus, { ...asAsked(input), gpus }, info)),
});

defineMutation({
  name: 'withdrawRequest',
  description: 'Asks no longer. A request whose devices are booked is past that: cancel the reservation.',
  input: (t) => ({
    requestId: t.id({ required: true, description: 'Id of the request.' }),
    reason: t.string({ description: 'Why; kept in the history.' }),
  }),
  success: successOf('withdrawRequest', 'request', GpuRequest, 'The request after the change.'),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(withdrawRequest, { ...input, requestId: String(input.requestId) }, info)),
});

const DecideRequestsSuccess = builder
  .objectRef<{ readonly value: readonly DecisionView[] }>('DecideRequestsSuccess')
  .implement({
    description: '`decideRequests` was done: each decision came out by itself.',
    fields: (t) => ({
      decisions: t.field({
        type: [Decision],
        description: 'One for each different id, in their order.',
        resolve: ({ value }) => [...value],
      }),
    }),
  });

defineMutation({
  name: 'decideRequests',
  description:
    'Approves or rejects requests, and jobs that await approval, up to 200 at once. One that is refused holds up no other. For operators.',
  input: (t) => ({
    ids: t.idList({ required: true, description: 'Ids of requests and of jobs.' }),
    decision: t.field({ type: DecisionKind, required: true, description: 'What is decided about them.' }),
    reason: t.string({ description: 'Why; needed for a rejection, and shown to who asked.' }),
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
