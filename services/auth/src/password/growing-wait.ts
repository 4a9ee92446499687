import { LruCache } from '@berth/service-host/lru-cache';

/** After so many failures each further one costs a wait, twice as long as the last. */
export interface WaitRule {
  readonly free: number;
  readonly firstMs: number;
  readonly mostMs: number;
  /** One failure is forgotten each so long. */
  readonly forgetMs: number;
}

interface Failures {
  readonly count: number;
  readonly at: number;
  /** Nobody may try before. */
  readonly until: number;
}

const MOST_REMEMBERED = 20_000;
const NONE: Failures = { count: 0, at: 0, until: 0 };

/** Counts failures by key, in memory, a bounded number; those unused for longest are forgotten first. */
export class GrowingWait {
  private readonly failures = new LruCache<Failures>(MOST_REMEMBERED);

  /** @param monotonicMs a clock that never goes back, in ms */
  constructor(
    private readonly rule: WaitRule,
    private readonly monotonicMs: () => number,
  ) {}

  /** Ms until the next try is allowed. */
  waitOf(key: string): number {
    return Math.max(0, this.now(key).until - this.monotonicMs());
  }

  /** A try counts as failed until it is known to be right, so that tries at once count. */
  count(key: string): void {
    const count = this.now(key).count + 1;
    const over = count - this.rule.free;
    const wait = over < 0 ? 0 : Math.min(this.rule.mostMs, this.rule.firstMs * 2 ** Math.min(over, 30));
    const at = this.monotonicMs();
    this.failures.set(key, { count, at, until: wait === 0 ? 0 : at + wait });
  }

  /** Takes one try back, and the wait that it led to. */
  forgive(key: string): void {
    const { count, at } = this.now(key);
    this.failures.set(key, { count: Math.max(0, count - 1), at, until: 0 });
  }

  clear(key: string): void {
    this.failures.delete(key);
  }

  private now(key: string): Failures {
    const known = this.failures.get(key);
    if (!known) return NONE;
    const now = this.monotonicMs();
    const forgotten = Math.floor((now - known.at) / this.rule.forgetMs);
    if (forgotten === 0) return known;
    return {
      ...known,
      count: Math.max(0, known.count - forgotten),
      at: known.at + forgotten * this.rule.forgetMs,
    };
  }
}
