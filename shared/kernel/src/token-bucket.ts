import { LruCache } from './lru-cache.js';

export interface RateLimit {
  /** What is let through at once after a pause. */
  readonly capacity: number;
  /** How fast the bucket fills again. */
  readonly perSecond: number;
}

/** Lets `capacity` through at once, then `perSecond`. Time comes from a monotonic clock. */
export class TokenBucket {
  #filled: number;
  #at: number;

  constructor(
    private readonly limit: RateLimit,
    private readonly monotonicMs: () => number,
  ) {
    this.#filled = limit.capacity;
    this.#at = monotonicMs();
  }

  /**
   * Undefined where it may go on, else seconds until it may. An amount above the capacity is let through when the bucket
   * is full, and leaves a debt.
   */
  take(amount = 1): number | undefined {
    const { capacity, perSecond } = this.limit;
    const now = this.monotonicMs();
    this.#filled = Math.min(capacity, this.#filled + ((now - this.#at) / 1000) * perSecond);
    this.#at = now;
    const needed = Math.min(amount, capacity);
    if (this.#filled < needed) return (needed - this.#filled) / perSecond;
    this.#filled -= amount;
    return undefined;
  }
}

const MIN_KEPT = 20_000;

/**
 * A bucket for each key. At least the 20,000 keys that were used last are kept, and at most twice as many; a key that is
 * forgotten has a full bucket again.
 */
export class TokenBuckets {
  readonly #buckets = new LruCache<TokenBucket>(2 * MIN_KEPT);

  constructor(
    private readonly limit: RateLimit,
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {}

  /** As `take` of the key's bucket. */
  take(key: string, amount = 1): number | undefined {
    let bucket = this.#buckets.get(key);
    if (!bucket) this.#buckets.set(key, (bucket = new TokenBucket(this.limit, this.monotonicMs)));
    return bucket.take(amount);
  }
}
