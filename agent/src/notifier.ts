/** Lets one loop sleep until a timeout or a notification; a notification between `reset` and `wait` is not missed. */
export class Notifier {
  #notified = false;
  #resolveWait: (() => void) | undefined;

  /** Call before checking what a notification is about. */
  reset(): void {
    this.#notified = false;
  }

  notify(): void {
    this.#notified = true;
    this.#resolveWait?.();
  }

  /** The timeout is at most about 24 days. */
  async wait(milliseconds: number): Promise<void> {
    if (this.#notified || milliseconds <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(milliseconds, 2 ** 31 - 1));
      this.#resolveWait = resolve;
    });
    clearTimeout(timer);
    this.#resolveWait = undefined;
  }
}
