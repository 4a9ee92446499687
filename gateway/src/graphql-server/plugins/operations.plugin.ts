import { reject } from '@berth/kernel/rejection';
import type { Plugin } from 'graphql-yoga';
import type { Exchange } from '../exchange.js';
import { exchangeOf } from '../fetch-api.js';
import type { OpenStreams } from '../open-streams.js';
import { isSubscription, type Operation } from '../operation.js';
import { Problem } from '../problem.js';
import { contextOf, type Platform } from '../request-context.js';
import type { Execute, Step } from '../steps/step.js';
import type { Subscriptions } from '../subscription.js';

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

/** Handles the parameters of a request, in place of Yoga's own way through parsing, validation and execution. */
export function useOperations(options: OperationsOptions): Plugin {
  const { platform, steps, streams, subscriptions } = options;
  const checks = steps.flatMap(({ before }) => before ?? []);
  const execute = steps
    .flatMap(({ around }) => around ?? [])
    .reduceRight((next, around) => around(next), options.execute);
  const subscribe = (exchange: Exchange, operation: Operation) => {
    const stream = streams.open(exchange.response, exchange.caller);
    if (!stream) throw Problem.ofRejection(TOO_MANY_STREAMS, exchange.traceId);
    return subscriptions.open(operation, contextOf(platform, exchange), stream);
  };
  return {
    onParams({ setParamsHandler }) {
      setParamsHandler(({ request, params }) => {
        const exchange = exchangeOf(request);
        for (const check of checks) check(exchange, params);
        const { operation } = exchange;
        if (!operation) throw new Error('no step has read the document');
        return isSubscription(operation) ? subscribe(exchange, operation) : execute(exchange, operation);
      });
    },
  };
}
