import type { Callers } from '../callers/callers.js';
import type { Caller } from '../graphql/caller.js';
import type { RateLimits } from '../limits/rate-limits.js';
import { BERTH_AFTER, type Exchange } from './exchange.js';
import type { BadRequest } from './http-request.js';
import { Problem } from './problem.js';

const NOBODY: Caller = { kind: 'anonymous' };

/**
 * Finds out who asks, from the `Authorization` header.
 * @throws Problem where the caller asks too often, or where it can't be told who it is
 */
export async function identifyCaller(
  exchange: Exchange,
  callers: Callers,
  rateLimits: RateLimits,
): Promise<void> {
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
}

const WRONG_KEY: BadRequest = {
  status: 400,
  code: 'BAD_REQUEST',
  message: 'Idempotency-Key: must have 1 to 200 visible ASCII characters',
  field: 'Idempotency-Key',
};

/**
 * Refuses an `Idempotency-Key` that is none: passed over, it would make a repeat harmful.
 * @throws Problem
 */
export function checkIdempotencyKey({ incoming }: Exchange): void {
  const key = incoming.headers['idempotency-key'];
  if (key === undefined || (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key))) return;
  throw Problem.ofBadRequest(WRONG_KEY);
}

/** Longer than any view lags; short, since a cookie outlives an installation that is set up anew. */
const COOKIE_SECONDS = 30;

/** Tells the client how far it has written, by header and cookie, so that its next request reads that. */
export function setPositions({ positions, response }: Exchange): void {
  const after = positions.toHeader();
  if (after === undefined || response.headersSent) return;
  const cookie = `${BERTH_AFTER}=${after}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax`;
  response.setHeader(BERTH_AFTER, after);
  response.appendHeader('set-cookie', cookie);
}
