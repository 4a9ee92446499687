import { LruCache } from '@berth/kernel/lru-cache';

/** After a number of failures each further one causes a delay, twice as long as the last. */
export interface BackoffRule {
  readonly freeAttempts: number;
  readonly firstMs: number;
  readonly maxMs: number;
  /** Interval after which one failure is forgotten. */
  readonly decayMs: number;
}

interface Failures {
  readonly count: number;
  readonly at: number;
  /** No attempt is allowed before. */
  readonly until: number;
}

const MAX_REMEMBERED = 20_000;
const NONE: Failures = { count: 0, at: 0, until: 0 };

/** Exponential backoff by key, in memory, for a bounded number of keys; the least recently used are evicted. */
export class FailureBackoff {
  readonly #failures = new LruCache<Failures>(MAX_REMEMBERED);

  /** @param monotonicMs a clock that never goes back, in ms */
  constructor(
    private readonly rule: BackoffRule,
    private readonly monotonicMs: () => number,
  ) {}

  /** Milliseconds until the next attempt is allowed. */
  remainingMs(key: string): number {
    return Math.max(0, this.#now(key).until - this.monotonicMs());
  }

  /** An attempt counts as failed until it succeeds, so that concurrent attempts count. */
  count(key: string): void {
    const count = this.#now(key).count + 1;
    const over = count - this.rule.freeAttempts;
    const wait = over < 0 ? 0 : Math.min(this.rule.maxMs, this.rule.firstMs * 2 ** Math.min(over, 30));
    const at = this.monotonicMs();
    this.#failures.set(key, { count, at, until: wait === 0 ? 0 : at + wait });
  }

  /** Removes one failure and the delay that it caused. */
  undo(key: string): void {
    const { count, at } = this.#now(key);
    this.#failures.set(key, { count: Math.max(0, count - 1), at, until: 0 });
  }

  clear(key: string): void {
    this.#failures.delete(key);
  }

  #now(key: string): Failures {
    const known = this.#failures.get(key);
    if (!known) return NONE;
    const now = this.monotonicMs();
    const forgotten = Math.floor((now - known.at) / this.rule.decayMs);
    if (forgotten === 0) return known;
    return {
      ...known,
      count: Math.max(0, known.count - forgotten),
      at: known.at + forgotten * this.rule.decayMs,
    };
  }
}
