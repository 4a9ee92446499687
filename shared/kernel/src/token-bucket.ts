/** Lets `capacity` calls through at once, then `perSecond`. Time comes from a monotonic clock. */
export class TokenBucket {
  #filled: number;
  #at: number;

  constructor(
    private readonly limits: { readonly capacity: number; readonly perSecond: number },
    private readonly monotonicMs: () => number,
  ) {
    this.#filled = limits.capacity;
    this.#at = monotonicMs();
  }

  take(): boolean {
    const now = this.monotonicMs();
    const refill = ((now - this.#at) / 1000) * this.limits.perSecond;
    this.#filled = Math.min(this.limits.capacity, this.#filled + refill);
    this.#at = now;
    if (this.#filled < 1) return false;
    this.#filled -= 1;
    return true;
  }
}
