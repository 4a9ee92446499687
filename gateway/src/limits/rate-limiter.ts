const MAX_KEYS = 20_000;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * A bucket of tokens for each key: it holds half a minute's worth and fills evenly. The keys unused for longest
 * are forgotten first, which gives them a full bucket again.
 */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #perMs: number;
  readonly #size: number;

  constructor(
    perMinute: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.#perMs = perMinute / 60_000;
    this.#size = Math.max(1, perMinute / 2);
  }

  /**
   * Undefined where it may go on, else seconds until it may. What costs more than a bucket holds is let through when that
   * is full, and leaves a debt.
   */
  take(key: string, amount = 1): number | undefined {
    const bucket = this.#filled(key);
    const needed = Math.min(amount, this.#size);
    if (bucket.tokens < needed) return (needed - bucket.tokens) / this.#perMs / 1000;
    bucket.tokens -= amount;
    return undefined;
  }

  #filled(key: string): Bucket {
    const now = this.nowMs();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#size, at: now };
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_KEYS) this.#forgetOldest();
    bucket.tokens = Math.min(this.#size, bucket.tokens + (now - bucket.at) * this.#perMs);
    bucket.at = now;
    return bucket;
  }

  #forgetOldest(): void {
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
