import type { IncomingMessage, ServerResponse } from 'node:http';
import { reject } from '@berth/kernel/rejection';
import type { Logger } from '@berth/service-host/log';
import type { Tracing } from '@berth/tracing/tracing';
import type { Callers } from '../callers/callers.js';
import type { Caller } from '../graphql/caller.js';
import { toGraphQLError } from '../graphql/calls.js';
import type { Context } from '../graphql/context.js';
import { sendRejection } from '../http/problem.js';
import { remoteAddressOf } from '../http/remote-address.js';
import type { FairTurns } from '../limits/fair-turns.js';
import { shareOf, type RateLimits } from '../limits/rate-limits.js';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { parentOf, toTraceparent, type Trace } from '../trace/traceparent.js';
import { isMutation, isSubscription, rootFieldOf, type Executor, type Prepared } from './executor.js';
import { sendBadRequest, sendPage, sendResult, tellPositions } from './answers.js';
import { answerTypeOf, readGraphQLRequest, type AnswerType, type BadRequest } from './http-request.js';
import type { OpenStreams } from './open-streams.js';
import { idempotencyKeyProblem, openRequest, type Platform, type RequestFacts } from './request-context.js';
import { sendSubscription } from './subscription.js';

export interface GraphQLRouteOptions {
  readonly platform: Platform;
  readonly callers: Callers;
  readonly executor: Executor;
  readonly streams: OpenStreams;
  readonly rateLimits: RateLimits;
  readonly turns: FairTurns;
  readonly maxBodyBytes: number;
  readonly trustProxy: boolean;
  /** A page to try the API on, for browsers that open the address. */
  readonly page: (() => Promise<string>) | undefined;
  /** Only who has logged in may read the schema. */
  readonly schemaForKnown: boolean;
  readonly durations: GatewayMetrics['durations'];
  /** Only where somebody collects traces. */
  readonly tracing: Tracing | undefined;
  readonly log: Logger;
}

/** `/graphql`: GraphQL over HTTP, and subscriptions as server-sent events. */
export class GraphQLRoute {
  constructor(private readonly options: GraphQLRouteOptions) {}

  async handle(request: IncomingMessage, response: ServerResponse, trace: Trace): Promise<void> {
    const { callers, executor, page, rateLimits, maxBodyBytes, trustProxy } = this.options;
    if (page !== undefined && request.method === 'GET' && request.headers.accept?.includes('text/html'))
      return sendPage(response, await page());
    const remoteAddress = remoteAddressOf(request, trustProxy);
    const caller = await callers.identify(request.headers.authorization, () =>
      rateLimits.refusal(NOBODY, remoteAddress),
    );
    // Who it is can't be told while auth is away: nobody's allowance pays for that, and nothing is executed.
    if (caller.kind === 'refused' && caller.rejection.code === 'UNAVAILABLE')
      return sendRejection(response, caller.rejection, trace.traceId);
    const limited = rateLimits.refusal(caller, remoteAddress);
    if (limited) return sendRejection(response, limited, trace.traceId);
    const type = answerTypeOf(request.headers.accept);
    if (!type) return sendBadRequest(response, NOT_ACCEPTABLE);
    const wrongKey = idempotencyKeyProblem(request);
    if (wrongKey) return sendBadRequest(response, wrongKey);
    const asked = await readGraphQLRequest(request, maxBodyBytes);
    if (!asked.ok) return sendBadRequest(response, asked.error);
    const { traceId } = trace;
    const reading = executor.costOfPreparing(asked.value);
    const unread = reading > 0 ? rateLimits.refusalOfCost(caller, remoteAddress, reading) : undefined;
    if (unread) return sendRejection(response, unread, traceId);
    const prepared = executor.prepare(asked.value, traceId);
    if (!prepared.ok) return sendResult(response, type, prepared.error);
    const operation = prepared.value;
    if (this.options.schemaForKnown && caller.kind !== 'known' && operation.document.introspects)
      return sendResult(response, type, { errors: [toGraphQLError(NO_SCHEMA)] });
    const tooCostly = rateLimits.refusalOfCost(caller, remoteAddress, operation.cost);
    if (tooCostly) return sendRejection(response, tooCostly, traceId);
    if (request.method === 'GET' && isMutation(operation)) return sendBadRequest(response, NOT_BY_GET);
    const facts = { request, caller, remoteAddress, traceId, traceparent: toTraceparent(trace) };
    if (!isSubscription(operation)) {
      const turn = await this.options.turns.take(shareOf(caller, remoteAddress));
      if (!turn.ok) return sendRejection(response, turn.error, traceId);
      try {
        // Nobody waits for it any more.
        if (response.destroyed && !isMutation(operation)) return;
        return await this.#answer(operation, facts, trace, type, response);
      } finally {
        turn.value();
      }
    }
    if (type !== 'text/event-stream') return sendBadRequest(response, ONLY_AS_STREAM);
    const { context } = openRequest(this.options.platform, facts);
    return this.#stream(operation, context, response);
  }

  async #answer(
    operation: Prepared,
    facts: RequestFacts,
    trace: Trace,
    type: AnswerType,
    response: ServerResponse,
  ): Promise<void> {
    const { durations, executor, platform, tracing } = this.options;
    const name = rootFieldOf(operation);
    const started = performance.now();
    const execute = async (traceparent: string): Promise<void> => {
      const { context, positions } = openRequest(platform, { ...facts, traceparent });
      const result = await executor.execute(operation, context);
      tellPositions(response, positions);
      sendResult(response, type, result);
      const outcome = result.errors ? 'error' : 'ok';
      durations.observe({ operation: name, outcome }, (performance.now() - started) / 1000);
    };
    if (!tracing) return execute(facts.traceparent);
    const span = { name: `graphql ${name}`, part: 'server', traceparent: parentOf(trace) } as const;
    return tracing.span(span, (traceparent) => execute(traceparent ?? facts.traceparent));
  }

  async #stream(prepared: Prepared, context: Context, response: ServerResponse): Promise<void> {
    const { executor, streams, log } = this.options;
    const stream = streams.open(response, context.caller);
    if (!stream) return sendRejection(response, TOO_MANY_STREAMS, context.traceId);
    try {
      await sendSubscription(
        executor,
        prepared,
        { ...context, signal: stream.signal },
        response,
        stream,
        log,
      );
    } finally {
      stream.close();
    }
  }
}

const NOBODY: Caller = { kind: 'nobody' };

const NOT_ACCEPTABLE: BadRequest = {
  status: 406,
  code: 'NOT_ACCEPTABLE',
  message: 'accept must allow application/graphql-response+json, application/json or text/event-stream',
};
const ONLY_AS_STREAM: BadRequest = {
  status: 406,
  code: 'NOT_ACCEPTABLE',
  message: 'subscriptions need accept: text/event-stream',
};
const NOT_BY_GET: BadRequest = {
  status: 405,
  code: 'METHOD_NOT_ALLOWED',
  message: 'mutations need POST',
};
const NO_SCHEMA = reject('UNAUTHENTICATED', 'log in to read the schema');
const TOO_MANY_STREAMS = reject('UNAVAILABLE', 'too many streams are open; try again later', undefined, {
  retryAfterSeconds: 5,
});
