import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Caller } from '../graphql/caller.js';
import { RateLimiter } from './rate-limiter.js';

/** How often a caller may ask: one that has logged in by itself, all others by where they are. */
export class RateLimits {
  readonly #callers: RateLimiter;
  readonly #addresses: RateLimiter;

  constructor(options: { readonly callerPerMinute: number; readonly addressPerMinute: number }) {
    this.#callers = new RateLimiter(options.callerPerMinute);
    this.#addresses = new RateLimiter(options.addressPerMinute);
  }

  refusal(caller: Caller, remoteAddress: string): Rejection | undefined {
    const waitSeconds =
      caller.kind === 'known'
        ? this.#callers.take(caller.identity.userId)
        : this.#addresses.take(remoteAddress);
    if (waitSeconds === undefined) return undefined;
    return reject('RATE_LIMITED', 'too many requests; try again later', undefined, {
      retryAfterSeconds: Math.ceil(waitSeconds),
    });
  }
}
