import { Heap } from '../../placement/heap.js';

interface Timer<T> {
  readonly atMs: number;
  readonly order: number;
  readonly what: T;
}

/**
 * Future events, in virtual time; those due at once come in the order in which they were added, so that runs are
 * repeatable.
 */
export class Timeline<T> {
  readonly #heap = new Heap<Timer<T>>((a, b) => a.atMs - b.atMs || a.order - b.order);
  #next: Timer<T> | undefined;
  #order = 0;

  set(atMs: number, what: T): void {
    const timer = { atMs, order: (this.#order += 1), what };
    if (this.#next) {
      this.#heap.push(this.#next);
      this.#next = undefined;
    }
    this.#heap.push(timer);
  }

  /** Infinity where nothing is to come. */
  get nextMs(): number {
    this.#next ??= this.#heap.pop();
    return this.#next?.atMs ?? Infinity;
  }

  /** The next that is due by then. */
  take(byMs: number): T | undefined {
    if (this.nextMs > byMs) return undefined;
    const next = this.#next;
    this.#next = undefined;
    return next?.what;
  }
}
