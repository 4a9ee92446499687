import type { Position } from '@berth/event-store';

interface Waiter {
  readonly position: Position;
  readonly finish: (reached: boolean) => void;
}

/** The waiters for a projection to reach a position (read your writes). */
export class PositionWaiters {
  readonly #waiters = new Set<Waiter>();

  wait(position: Position, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        finish: (reached) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(reached);
        },
      };
      const timer = setTimeout(() => waiter.finish(false), timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  reached(position: Position): void {
    for (const waiter of this.#waiters) if (waiter.position <= position) waiter.finish(true);
  }

  cancelAll(): void {
    for (const waiter of this.#waiters) waiter.finish(false);
  }
}
