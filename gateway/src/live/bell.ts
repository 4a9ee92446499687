/** Wakes those who wait for more. Who looks asynchronously compares `rings` before it waits, and misses none. */
export class Bell {
  readonly #waiting = new Set<() => void>();

  #rings = 0;

  get rings(): number {
    return this.#rings;
  }

  ring(): void {
    this.#rings += 1;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  /** Resolves at the next ring, when the signal aborts, or after `timeoutMs`. */
  wait(signal: AbortSignal, timeoutMs?: number): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        clearTimeout(timer);
        resolve();
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(wake, timeoutMs);
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
    });
  }
}

/** Resolves when the first of several rings, when the signal aborts, or after `timeoutMs`. */
export async function anyRings(
  bells: readonly Bell[],
  signal: AbortSignal,
  timeoutMs: number,
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  await Promise.race(bells.map((bell) => bell.wait(either, timeoutMs)));
  over.abort();
}
