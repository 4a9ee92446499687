/** Runs tasks, so many at once; so many more wait in order; what goes beyond is not taken. */
export class WorkQueue {
  #running = 0;
  readonly #waiting: (() => Promise<void>)[] = [];
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

  /** @param task must not reject
   *  @returns false where there is no room */
  add(task: () => Promise<void>): boolean {
    if (this.#running < this.maxRunning) void this.#run(task);
    else if (this.#waiting.length < this.maxWaiting) this.#waiting.push(task);
    else return false;
    return true;
  }

  /** Resolves when nothing runs or waits. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async #run(task: () => Promise<void>): Promise<void> {
    this.#running += 1;
    for (let next: (() => Promise<void>) | undefined = task; next; next = this.#waiting.shift()) await next();
    this.#running -= 1;
    if (this.#running > 0) return;
    const listeners = this.#idle;
    this.#idle = [];
    for (const listener of listeners) listener();
  }
}
