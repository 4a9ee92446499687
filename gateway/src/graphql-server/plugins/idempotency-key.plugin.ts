import type { Plugin } from 'graphql-yoga';
import { exchangeOf } from '../fetch-api.js';
import { checkIdempotencyKey } from '../request-checks.js';

/** Refuses an `Idempotency-Key` that is none. */
export const useIdempotencyKey = (): Plugin => ({
  onRequestParse: ({ request }) => checkIdempotencyKey(exchangeOf(request)),
});
