import type { ServerResponse } from 'node:http';
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { problemAnswer, sendProblemAnswer } from '../http/problem.js';
import { beginEvents } from '../http/event-stream.js';
import { remoteAddressOf } from '../http/remote-address.js';
import type { Route } from '../http/server.js';
import { Exchange } from './exchange.js';
import { MAX_OPERATIONS, readLiveRequest, type LiveRequest } from './live.request.js';
import { isSubscription } from './operation.js';
import type { Operations, Outcome } from './operations.js';
import { Problem } from './problem.js';
import { identifyCaller } from './request-checks.js';
import { drained } from './send-response.js';
import type { GraphQLServerOptions } from './server.js';
import type { Step } from './steps.js';

export const LIVE_PATH = '/graphql/live';

/** Other operations have `/graphql`. */
export const subscriptionsOnlyStep: Step = {
  before({ operation }) {
    if (operation && !isSubscription(operation))
      throw new GraphQLError('must be a subscription; send queries and mutations to /graphql', {
        extensions: { code: 'BAD_REQUEST', field: 'query' },
      });
  },
};

interface LiveOptions extends Pick<
  GraphQLServerOptions,
  'callers' | 'rateLimits' | 'masking' | 'maxBodyBytes' | 'trustProxy'
> {
  /** Whose steps let subscriptions through only. */
  readonly operations: Operations;
}

/**
 * `POST /graphql/live`: several subscriptions over one connection, since browsers open no more than six to an origin by
 * HTTP/1.1. Each item has the id of its subscription: `event: next`, `data: {"id", "payload"}`, as graphql-sse has it
 * for its single connection. What a reader follows is changed by connecting anew, each subscription after its cursor:
 * the gateway keeps nothing of a connection, and the next one may be another gateway's.
 */
export function liveRoute(options: LiveOptions): Route {
  return async (incoming, response, trace) => {
    const exchange = new Exchange(incoming, response, trace, remoteAddressOf(incoming, options.trustProxy));
    const { traceId } = exchange;
    if (incoming.method !== 'POST') {
      const title = { title: 'METHOD_NOT_ALLOWED', detail: 'the method must be POST', traceId };
      return sendProblemAnswer(response, problemAnswer(405, title, { allow: 'POST' }));
    }
    if (!/(?:^|,)\s*(?:text\/event-stream|text\/\*|\*\/\*)/.test(exchange.header('accept') ?? '*/*')) {
      const title = {
        title: 'NOT_ACCEPTABLE',
        detail: 'accept: must allow text/event-stream',
        field: 'accept',
        traceId,
      };
      return sendProblemAnswer(response, problemAnswer(406, title));
    }
    try {
      await identifyCaller(exchange, options.callers, options.rateLimits);
    } catch (error) {
      if (error instanceof Problem) return sendProblemAnswer(response, error.answer);
      throw error;
    }
    const request = await readLiveRequest(incoming, options.maxBodyBytes);
    if (!request.ok) {
      const { status, code, message, ...more } = request.error;
      return sendProblemAnswer(
        response,
        problemAnswer(status, { title: code, detail: message, ...more, traceId }),
      );
    }
    await new LiveConnection(options, exchange).carry(request.value);
  };
}

class LiveConnection {
  readonly #response: ServerResponse;

  constructor(
    private readonly options: LiveOptions,
    private readonly exchange: Exchange,
  ) {
    this.#response = exchange.response;
    // each subscription listens for the end of the connection, and for room to write
    this.#response.setMaxListeners(MAX_OPERATIONS * 4);
  }

  /** Resolves when all have ended, or the reader has gone. */
  async carry(request: LiveRequest): Promise<void> {
    const response = this.#response;
    const endHeartbeat = beginEvents(response);
    try {
      await Promise.all([...request].map(([id, params]) => this.#follow(id, params)));
    } finally {
      endHeartbeat();
    }
    if (!response.destroyed) response.end();
  }

  async #follow(id: string, params: GraphQLParams): Promise<void> {
    const outcome = await this.#run(params);
    if (!(Symbol.asyncIterator in outcome)) await this.#send('next', { id, payload: outcome });
    else for await (const payload of outcome) if (!(await this.#send('next', { id, payload }))) break;
    await this.#send('complete', { id });
  }

  /** What is wrong with one subscription ends that one only. */
  async #run(params: GraphQLParams): Promise<Outcome> {
    const { incoming, response, trace, remoteAddress, caller, traceId } = this.exchange;
    const own = new Exchange(incoming, response, trace, remoteAddress);
    own.caller = caller;
    try {
      return await this.options.operations.run(own, params);
    } catch (error) {
      const errors = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
      return { errors: errors.map((each) => this.#told(each, traceId)) };
    }
  }

  #told(error: unknown, traceId: string): GraphQLError {
    if (error instanceof Problem) {
      const { detail, title, ...more } = JSON.parse(error.answer.body) as { detail: string; title: string };
      return new GraphQLError(detail, { extensions: { code: title, ...more } });
    }
    const known = error instanceof GraphQLError ? error : undefined;
    const unknown = () =>
      new GraphQLError('a subscription failed', {
        originalError: error instanceof Error ? error : new Error(String(error)),
      });
    return this.options.masking.mask(known ?? unknown(), traceId);
  }

  async #send(event: 'next' | 'complete', data: { readonly id: string; readonly payload?: ExecutionResult }) {
    const response = this.#response;
    if (response.destroyed) return false;
    return response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`) || (await drained(response));
  }
}
