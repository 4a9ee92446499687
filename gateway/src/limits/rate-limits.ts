import { reject, type Rejection } from '@berth/kernel/rejection';
import { TokenBuckets } from '@berth/kernel/token-bucket';
import type { Caller } from '../graphql/caller.js';

export interface Rates {
  readonly callerPerMinute: number;
  readonly addressPerMinute: number;
  readonly callerCostPerMinute: number;
  readonly addressCostPerMinute: number;
}

/** Rate limits by number and cost of requests: per user if logged in, otherwise per network. */
export class RateLimits {
  readonly #callers: TokenBuckets;
  readonly #addresses: TokenBuckets;
  readonly #callerCosts: TokenBuckets;
  readonly #addressCosts: TokenBuckets;

  constructor(rates: Rates) {
    this.#callers = bucketsOf(rates.callerPerMinute);
    this.#addresses = bucketsOf(rates.addressPerMinute);
    this.#callerCosts = bucketsOf(rates.callerCostPerMinute);
    this.#addressCosts = bucketsOf(rates.addressCostPerMinute);
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

/** A bucket holds half a minute's worth. */
const bucketsOf = (perMinute: number): TokenBuckets =>
  new TokenBuckets({ capacity: Math.max(1, perMinute / 2), perSecond: perMinute / 60 });

const tooMuch = (what: string, waitSeconds: number): Rejection =>
  reject('RATE_LIMITED', `${what}; try again later`, undefined, {
    retryAfterSeconds: Math.ceil(waitSeconds),
  });

/** Whose share it is: a caller's, or an address's. */
export const shareOf = (caller: Caller, remoteAddress: string): string =>
  caller.kind === 'known' ? `user ${caller.identity.userId}` : `network ${remoteAddress}`;
