/** Saves the newest of what is to be saved, at most once in a while, and at the end. */
export class ThrottledSave {
  #newest: (() => Promise<void>) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly everyMs: number) {}

  put(save: () => Promise<void>): void {
    this.#newest = save;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, this.everyMs).unref();
  }

  /** What can't be saved now is saved with the next: where that never comes, it only costs the next start time. */
  async flush(): Promise<void> {
    const save = this.#newest;
    this.#newest = undefined;
    try {
      await save?.();
    } catch {
      this.#newest ??= save;
    }
  }
}
