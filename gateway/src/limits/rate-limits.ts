import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Caller } from '../graphql/caller.js';
import { RateLimiter } from './rate-limiter.js';

export interface Rates {
  readonly callerPerMinute: number;
  readonly addressPerMinute: number;
  readonly callerCostPerMinute: number;
  readonly addressCostPerMinute: number;
}

/** Rate limits by number and cost of requests: per user if logged in, otherwise per network. */
export class RateLimits {
  readonly #callers: RateLimiter;
  readonly #addresses: RateLimiter;
  readonly #callerCosts: RateLimiter;
  readonly #addressCosts: RateLimiter;

  constructor(rates: Rates) {
    this.#callers = new RateLimiter(rates.callerPerMinute);
    this.#addresses = new RateLimiter(rates.addressPerMinute);
    this.#callerCosts = new RateLimiter(rates.callerCostPerMinute);
    this.#addressCosts = new RateLimiter(rates.addressCostPerMinute);
  }

  refusal(caller: Caller, remoteAddress: string): Rejection | undefined {
    const waitSeconds =
      caller.kind === 'known'
        ? this.#callers.take(caller.identity.userId)
        : this.#addresses.take(remoteAddress);
    return waitSeconds === undefined
      ? undefined
      : tooMuch('the rate limit for requests is exceeded', waitSeconds);
  }

  /** @param cost in the units of a query's cost */
  refusalOfCost(caller: Caller, remoteAddress: string, cost: number): Rejection | undefined {
    const waitSeconds =
      caller.kind === 'known'
        ? this.#callerCosts.take(caller.identity.userId, cost)
        : this.#addressCosts.take(remoteAddress, cost);
    return waitSeconds === undefined
      ? undefined
      : tooMuch('the rate limit for query cost is exceeded', waitSeconds);
  }
}

const tooMuch = (what: string, waitSeconds: number): Rejection =>
  reject('RATE_LIMITED', `${what}; try again later`, undefined, {
    retryAfterSeconds: Math.ceil(waitSeconds),
  });

/** Whose share it is: a caller's, or an address's. */
export const shareOf = (caller: Caller, remoteAddress: string): string =>
  caller.kind === 'known' ? `user ${caller.identity.userId}` : `network ${remoteAddress}`;
