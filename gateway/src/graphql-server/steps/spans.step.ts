import type { Tracing } from '@berth/tracing/tracing';
import { parentOf } from '../../trace/traceparent.js';
import { rootFieldOf } from '../operation.js';
import type { Step } from './step.js';

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
