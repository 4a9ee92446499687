import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { RequestEvent } from '@berth/contracts/scheduler/request.events';
import {
  decideRequests,
  requestGpus,
  requestQuery,
  requestsQuery,
  withdrawRequest,
  type DecisionView,
  type GpuRequestView,
  type RequestItem,
} from '@berth/contracts/scheduler/requests';
import { may } from '@berth/contracts/permissions';
import type { EventStore } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { Operation, orReject, type Identity, type Reply, type UserCall } from '@berth/service-host/operation';
import { requestStream } from '../../streams.js';
import { Decisions } from './decisions.js';
import type { RequestCommand, Request } from './request.js';
import { RequestQueries } from './request.queries.js';
import { Requests } from './requests.js';
import { evolveRequestView } from './requests.view.js';

export const REQUESTS = Symbol('aggregates of requests');
export const REQUEST_STORE = Symbol('store that requests are read from');

@Controller()
export class RequestController {
  constructor(
    @Inject(REQUESTS) private readonly aggregates: Aggregates<Request, RequestCommand, RequestEvent>,
    @Inject(Requests) private readonly requests: Requests,
    @Inject(Decisions) private readonly decisions: Decisions,
    @Inject(RequestQueries) private readonly queries: RequestQueries,
    @Inject(REQUEST_STORE) private readonly store: EventStore,
  ) {}

  @Operation(requestGpus)
  submit(call: UserCall<InputOf<typeof requestGpus>>): Reply<GpuRequestView> {
    return this.requests.submit(call);
  }

  @Operation(decideRequests)
  async decide({ input, meta }: UserCall<InputOf<typeof decideRequests>>): Reply<readonly DecisionView[]> {
    const { views, position } = await this.decisions.decide(input, meta);
    return ok({ result: views, ...defined({ position }) });
  }

  @Operation(withdrawRequest)
  async withdraw({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof withdrawRequest>>): Reply<GpuRequestView> {
    const stream = requestStream(input.requestId);
    const { state } = await this.aggregates.load(stream, { fresh: true });
    if (state.status === 'none' || !mayChange(identity, state.facts))
      return err(reject('NOT_FOUND', 'there is no such request', 'requestId'));
    const command = { type: 'withdraw', reason: input.reason, now: meta.now } as const;
    const { position } = orReject(await this.aggregates.execute(stream, command, meta));
    const events = (await this.store.read(stream)) as unknown as readonly RequestEvent[];
    const view = events.reduce<GpuRequestView | undefined>(evolveRequestView, undefined);
    if (!view) throw new Error(`request ${input.requestId} has no events`);
    return ok({ result: view, ...defined({ position }) });
  }

  @Operation(requestQuery)
  async one({ input, identity }: UserCall<InputOf<typeof requestQuery>>): Reply<GpuRequestView | null> {
    return ok({ result: await this.queries.one(identity, input.requestId) });
  }

  @Operation(requestsQuery)
  async page({ input, identity }: UserCall<InputOf<typeof requestsQuery>>): Reply<PageOf<RequestItem>> {
    return ok({ result: await this.queries.page(identity, input) });
  }
}

const mayChange = (identity: Identity, { userId }: { readonly userId: string }): boolean =>
  may(identity, 'controlAll') || userId === identity.userId;
