/** Lets one loop sleep until a time or until it is woken; a wake after `arm` and before `wait` is not missed. */
export class Waker {
  #woken = false;
  #wakeSleeper: (() => void) | undefined;

  /** Before looking at what a wake is about. */
  arm(): void {
    this.#woken = false;
  }

  wake(): void {
    this.#woken = true;
    this.#wakeSleeper?.();
  }

  /** At most about 24 days. */
  async wait(milliseconds: number): Promise<void> {
    if (this.#woken || milliseconds <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(milliseconds, 2 ** 31 - 1));
      this.#wakeSleeper = resolve;
    });
    clearTimeout(timer);
    this.#wakeSleeper = undefined;
  }
}
