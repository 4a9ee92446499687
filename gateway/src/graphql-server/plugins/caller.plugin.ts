import type { Plugin } from 'graphql-yoga';
import type { Callers } from '../../callers/callers.js';
import type { RateLimits } from '../../limits/rate-limits.js';
import { exchangeOf } from '../fetch-api.js';
import { identifyCaller } from '../request-checks.js';

/** Finds out who asks, and refuses whoever asks too often. */
export const useCaller = (callers: Callers, rateLimits: RateLimits): Plugin => ({
  onRequestParse: ({ request }) => identifyCaller(exchangeOf(request), callers, rateLimits),
});
