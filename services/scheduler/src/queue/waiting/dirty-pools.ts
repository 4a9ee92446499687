/**
 * Pools in which something has changed that may let a job start, until their placement pass begins. Two marks make
 * one pass; a mark that comes while the pass runs makes another one. It has one consumer, the placer.
 */
export class DirtyPools {
  readonly #marked = new Set<string>();
  #wake: (() => void) | undefined;

  /** @param all the pools in which a pass could place anything: those with queued jobs */
  constructor(private readonly all: () => Iterable<string>) {}

  mark(poolId: string): void {
    this.#marked.add(poolId);
    this.#wake?.();
  }

  /** Something changed that concerns all pools: other services' facts, quotas, hosts. */
  markAll(): void {
    for (const poolId of this.all()) this.mark(poolId);
  }

  /** Waits until a pool is marked; false once the signal aborts. */
  async next(signal: AbortSignal): Promise<boolean> {
    while (this.#marked.size === 0 && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      signal.addEventListener('abort', resolve as () => void, { once: true });
      await promise;
      signal.removeEventListener('abort', resolve as () => void);
      this.#wake = undefined;
    }
    return !signal.aborted;
  }

  /** The pools marked by now, each as its pass begins: its mark is taken off then, not before. */
  *take(): Generator<string, void> {
    for (const poolId of [...this.#marked]) if (this.#marked.delete(poolId)) yield poolId;
  }
}
