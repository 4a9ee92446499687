import type { GatewayMetrics } from '../../gateway-metrics.js';
import { rootFieldOf } from '../operation.js';
import type { Step } from './step.js';

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
