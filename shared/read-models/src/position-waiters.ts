import type { Position } from '@berth/event-store';

interface Waiter {
  readonly position: Position;
  readonly settle: (reached: boolean) => void;
}

/** Those who wait until a projection has reached a position (read your writes). */
export class PositionWaiters {
  readonly #waiters = new Set<Waiter>();

  wait(position: Position, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        settle: (reached) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(reached);
        },
      };
      const timer = setTimeout(() => waiter.settle(false), timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  reached(position: Position): void {
    for (const waiter of this.#waiters) if (waiter.position <= position) waiter.settle(true);
  }

  giveUp(): void {
    for (const waiter of this.#waiters) waiter.settle(false);
  }
}
