import type { RateLimits } from '../../limits/rate-limits.js';
import type { Documents } from '../documents.js';
import type { Exchange } from '../exchange.js';
import { Problem } from '../problem.js';
import type { Step } from './step.js';

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
