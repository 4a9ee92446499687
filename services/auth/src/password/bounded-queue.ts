import { reject } from '@berth/kernel/rejection';
import { RejectedError } from '@berth/kernel/rejection';

export const OVERLOADED = reject(
  'UNAVAILABLE',
  'too many concurrent logins; try again in a moment',
  undefined,
  {
    reason: 'busy',
  },
);

/** Runs a few tasks at a time, in the order in which they came, and refuses more than it can soon get to. */
export class BoundedQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly concurrency: number,
    private readonly capacity: number,
  ) {}

  /** @throws RejectedError with `UNAVAILABLE` where the queue is full */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.concurrency) {
      if (this.#waiting.length >= this.capacity) throw new RejectedError(OVERLOADED);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      // The slot is handed over directly, so that no other task can take it.
      if (next) next();
      else this.#running -= 1;
    }
  }
}
