/** Runs at most `maxRunning` tasks at once. At most `maxWaiting` more wait, in order; what goes beyond is not taken. */
export class Semaphore {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #idle: (() => void)[] = [];

  constructor(
    private readonly maxRunning: number,
    private readonly maxWaiting: number,
  ) {}

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** The outcome of the task, or undefined where there is no room: the task is then not run. */
  tryRun<T>(task: () => Promise<T>): Promise<T> | undefined {
    if (this.#running < this.maxRunning) {
      this.#running += 1;
      return this.#run(task);
    }
    if (this.#waiting.length >= this.maxWaiting) return undefined;
    return new Promise<void>((resolve) => this.#waiting.push(resolve)).then(() => this.#run(task));
  }

  /** Resolves when nothing runs or waits. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async #run<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } finally {
      this.#release();
    }
  }

  #release(): void {
    // The permit is handed over directly, so that no other task can take it.
    const next = this.#waiting.shift();
    if (next) return next();
    this.#running -= 1;
    if (this.#running > 0) return;
    const listeners = this.#idle;
    this.#idle = [];
    for (const listener of listeners) listener();
  }
}
