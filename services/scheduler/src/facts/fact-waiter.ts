import { Semaphore } from '@berth/kernel/semaphore';
import type { Facts } from './facts.js';

/** Maximum of concurrent waits: requests for what does not exist must not delay others. */
const MAX_WAITING = 64;

/** What other services decided a moment ago may not be known here yet: whoever depends on it waits a little. */
export class FactWaiter {
  readonly #waits = new Semaphore(MAX_WAITING, 0);

  constructor(
    private readonly facts: Facts,
    private readonly waitMs = 2000,
  ) {}

  /**
   * Resolves once the condition holds, which is checked at each change of a fact; or at the timeout, or at once
   * where too many wait.
   */
  async waitUntil(holds: () => boolean): Promise<void> {
    if (!holds()) await this.#waits.tryRun(() => this.#untilChange(holds));
  }

  #untilChange(holds: () => boolean): Promise<void> {
    return new Promise<void>((resolve) => {
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
  }
}
