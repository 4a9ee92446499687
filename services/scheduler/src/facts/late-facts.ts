import type { Facts } from './facts.js';

/** More than so many are not waited for at once: asking for what does not exist must not hold up others. */
const MOST_WAITING = 64;

/** What other services decided a moment ago may not be known here yet: whoever depends on it waits a little. */
export class LateFacts {
  #waiting = 0;

  constructor(
    private readonly facts: Facts,
    private readonly waitMs = 2000,
  ) {}

  /** Resolves once it holds, looking again at each change of a fact; or when the time is up, or at once where too many wait. */
  async waitUntil(holds: () => boolean): Promise<void> {
    if (this.#waiting >= MOST_WAITING || holds()) return;
    this.#waiting += 1;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        forget();
        resolve();
      };
      const timer = setTimeout(end, this.waitMs);
      const forget = this.facts.onChange(() => {
        if (holds()) end();
      });
    });
    this.#waiting -= 1;
  }
}
