import type { ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { reject } from '@berth/kernel/rejection';
import type { Context } from '../graphql/context.js';
import type { Exchange } from './exchange.js';
import type { OpenStream, OpenStreams } from './open-streams.js';
import { isSubscription, type Operation } from './operation.js';
import { Problem } from './problem.js';
import { contextOf, type Platform } from './request-context.js';
import type { Execute, Step } from './steps.js';
import type { Subscriptions } from './subscription.js';

const TOO_MANY_STREAMS = reject('UNAVAILABLE', 'too many streams are open; try again later', undefined, {
  retryAfterSeconds: 5,
});

export interface OperationsOptions {
  readonly platform: Platform;
  /** In their order. */
  readonly steps: readonly Step[];
  /** What the steps are around. */
  readonly execute: Execute;
  readonly subscriptions: Subscriptions;
  readonly streams: OpenStreams;
}

export type Outcome = ExecutionResult | AsyncGenerator<ExecutionResult>;

/** Runs operations through the steps, whichever face they came by. */
export class Operations {
  readonly #checks: readonly NonNullable<Step['before']>[];
  readonly #execute: Execute;

  constructor(private readonly options: OperationsOptions) {
    const { steps } = options;
    this.#checks = steps.flatMap(({ before }) => before ?? []);
    this.#execute = steps
      .flatMap(({ around }) => around ?? [])
      .reduceRight((next, around) => around(next), options.execute);
  }

  /**
   * Checks and runs what the client asked for. Errors in a result are not masked yet, those of a stream are.
   * @throws Problem where the request ends otherwise
   */
  run(exchange: Exchange, params: GraphQLParams): Promise<Outcome> {
    for (const check of this.#checks) check(exchange, params);
    const { operation } = exchange;
    if (!operation) throw new Error('no step has read the document');
    return isSubscription(operation)
      ? this.#subscribe(exchange, operation)
      : this.#execute(exchange, operation);
  }

  /**
   * Room for an answer that takes long: until the reader goes, or their token or session ends. The caller closes it.
   * @throws Problem where too many are open
   */
  openStream(exchange: Exchange): { readonly stream: OpenStream; readonly context: Context } {
    const { platform, streams } = this.options;
    const stream = streams.open(exchange.response, exchange.caller);
    if (!stream) throw Problem.ofRejection(TOO_MANY_STREAMS, exchange.traceId);
    return { stream, context: contextOf(platform, exchange) };
  }

  #subscribe(exchange: Exchange, operation: Operation): Promise<Outcome> {
    const { stream, context } = this.openStream(exchange);
    return this.options.subscriptions.open(operation, context, stream);
  }
}
