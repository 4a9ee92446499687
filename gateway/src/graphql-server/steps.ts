import { reject } from '@berth/kernel/rejection';
import type { Tracing } from '@berth/tracing/tracing';
import type { ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { toGraphQLError } from '../graphql/calls.js';
import type { FairQueue } from '../limits/fair-queue.js';
import { type RateLimits, shareOf } from '../limits/rate-limits.js';
import { parentOf } from '../trace/traceparent.js';
import type { Documents } from './documents.js';
import type { Exchange } from './exchange.js';
import type { BadRequest } from './http-request.js';
import { type Operation, rootFieldOf, isMutation, isSubscription } from './operation.js';
import { Problem } from './problem.js';

/** Executes a query or mutation; errors in the result are not masked yet. */
export type Execute = (exchange: Exchange, operation: Operation) => Promise<ExecutionResult>;

/**
 * What is done about each operation. Steps are put together once, when the gateway starts: hooks that are called for each
 * request cost more than what they do.
 */
export interface Step {
  /** Before it is executed; throws what the client is told instead. */
  readonly before?: (exchange: Exchange, params: GraphQLParams) => void;
  /** Around the execution of queries and mutations, within the steps that come before. */
  readonly around?: (next: Execute) => Execute;
}

/** Counts what parsing and validating a text costs its sender: nothing where the text is known. */
export const readingCostStep = (documents: Documents, rateLimits: RateLimits): Step => ({
  before(exchange, { query = '' }) {
    const cost = documents.costOfReading(query);
    if (cost > 0) count(rateLimits, exchange, cost);
  },
});

/** Counts what executing an operation costs its sender. */
export const executionCostStep = (rateLimits: RateLimits): Step => ({
  before(exchange) {
    if (exchange.operation) count(rateLimits, exchange, exchange.operation.cost);
  },
});

function count(rateLimits: RateLimits, { caller, remoteAddress, traceId }: Exchange, cost: number): void {
  const refusal = rateLimits.refusalOfCost(caller, remoteAddress, cost);
  if (refusal) throw Problem.ofRejection(refusal, traceId);
}

/** Parses and validates: rules and caps are checked once for each text, sizes with each request. */
export const documentsStep = (documents: Documents): Step => ({
  before(exchange, { query = '', operationName, variables = {} }) {
    const document = documents.find(query);
    if (!document.ok) throw new AggregateError(document.error);
    const operation = documents.operation(document.value, operationName, variables);
    if (!operation.ok) throw operation.error;
    exchange.operation = operation.value;
  },
});

/** Measures how long queries and mutations take, by root field. */
export const durationsStep = (durations: GatewayMetrics['durations']): Step => ({
  around: (next) => async (exchange, operation) => {
    const started = performance.now();
    const result = await next(exchange, operation);
    const outcome = result.errors ? 'error' : 'ok';
    durations.observe({ operation: rootFieldOf(operation), outcome }, (performance.now() - started) / 1000);
    return result;
  },
});

/** Lets each caller execute its share of queries and mutations at once; more wait their turn. */
export const fairTurnsStep = (turns: FairQueue): Step => ({
  around: (next) => async (exchange, operation) => {
    const { caller, remoteAddress, response, traceId } = exchange;
    const taken = turns.take(shareOf(caller, remoteAddress));
    // Most find a free slot: they wait for nobody.
    const turn = taken instanceof Promise ? await taken : taken;
    if (!turn.ok) throw Problem.ofRejection(turn.error, traceId);
    try {
      // The client is gone: nobody reads the answer any more.
      if (response.destroyed && !isMutation(operation)) return { data: null };
      return await next(exchange, operation);
    } finally {
      turn.value();
    }
  },
});

const NO_SCHEMA = reject('UNAUTHENTICATED', 'log in to read the schema');

/** Only who has logged in may read the schema. */
export const introspectionStep: Step = {
  before({ caller, operation }) {
    if (caller.kind !== 'known' && operation?.document.introspects) throw toGraphQLError(NO_SCHEMA);
  },
};

const NOT_BY_GET: BadRequest = { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'mutations need POST' };

/** A GET changes nothing: a page of a foreign origin can send one. */
export const mutationsByPostStep: Step = {
  before({ incoming, operation }) {
    if (incoming.method === 'GET' && operation && isMutation(operation))
      throw Problem.ofBadRequest(NOT_BY_GET);
  },
};

/** Executes each query and mutation in a span of its own; calls of services go under it. */
export const spansStep = (tracing: Tracing): Step => ({
  around: (next) => (exchange, operation) => {
    const name = `graphql ${rootFieldOf(operation)}`;
    const span = { name, part: 'server', traceparent: parentOf(exchange.trace) } as const;
    return tracing.span(span, (traceparent) => {
      exchange.traceparent = traceparent ?? exchange.traceparent;
      return next(exchange, operation);
    });
  },
});

const ONLY_AS_STREAM: BadRequest = {
  status: 406,
  code: 'NOT_ACCEPTABLE',
  message: 'subscriptions need accept: text/event-stream',
};

/** Subscriptions are answered as server-sent events only. */
export const subscriptionsAsStreamsStep: Step = {
  before({ incoming, operation }) {
    if (operation && isSubscription(operation) && incoming.headers.accept !== 'text/event-stream')
      throw Problem.ofBadRequest(ONLY_AS_STREAM);
  },
};
