import type { Plugin } from 'graphql-yoga';
import { exchangeOf } from '../fetch-api.js';
import type { BadRequest } from '../http-request.js';
import { Problem } from '../problem.js';

const WRONG_KEY: BadRequest = {
  status: 400,
  code: 'BAD_REQUEST',
  message: 'Idempotency-Key: must have 1 to 200 visible ASCII characters',
  field: 'Idempotency-Key',
};

/** Refuses an `Idempotency-Key` that is none: passed over, it would make a repeat harmful. */
export const useIdempotencyKey = (): Plugin => ({
  onRequestParse({ request }) {
    const key = exchangeOf(request).incoming.headers['idempotency-key'];
    if (key === undefined || (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key))) return;
    throw Problem.ofBadRequest(WRONG_KEY);
  },
});
