import type { FairQueue } from '../../limits/fair-queue.js';
import { shareOf } from '../../limits/rate-limits.js';
import { isMutation } from '../operation.js';
import { Problem } from '../problem.js';
import type { Step } from './step.js';

/** Lets each caller execute its share of queries and mutations at once; more wait their turn. */
export const fairTurnsStep = (turns: FairQueue): Step => ({
  around: (next) => async (exchange, operation) => {
    const { caller, remoteAddress, response, traceId } = exchange;
    const turn = await turns.take(shareOf(caller, remoteAddress));
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
