import type { Plugin } from 'graphql-yoga';
import type { Callers } from '../../callers/callers.js';
import type { Caller } from '../../graphql/caller.js';
import type { RateLimits } from '../../limits/rate-limits.js';
import { exchangeOf } from '../fetch-api.js';
import { Problem } from '../problem.js';

const NOBODY: Caller = { kind: 'anonymous' };

/** Finds out who asks, from the `Authorization` header, and refuses whoever asks too often. */
export const useCaller = (callers: Callers, rateLimits: RateLimits): Plugin => ({
  async onRequestParse({ request }) {
    const exchange = exchangeOf(request);
    const { incoming, remoteAddress, traceId } = exchange;
    const caller = await callers.identify(incoming.headers.authorization, () =>
      rateLimits.refusal(NOBODY, remoteAddress),
    );
    // Who it is can't be told while auth is away: no allowance pays for that, and nothing is executed.
    if (caller.kind === 'refused' && caller.rejection.code === 'UNAVAILABLE')
      throw Problem.ofRejection(caller.rejection, traceId);
    const limited = rateLimits.refusal(caller, remoteAddress);
    if (limited) throw Problem.ofRejection(limited, traceId);
    exchange.caller = caller;
  },
});
