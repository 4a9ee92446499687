/** For how long without a gap we have been able to hear hosts. */
export class Listening {
  #since: number | undefined;
  #checkedAt: number | undefined;

  constructor(
    private readonly monotonicMs: () => number,
    /** Between two checks more than this means that our own process stood still, with heartbeats waiting unread. */
    private readonly standstillMs: number,
  ) {}

  /** Call often, and tell whether the bus is connected. Undefined while it is not. */
  check(connected: boolean): number | undefined {
    const now = this.monotonicMs();
    const stoodStill = this.#checkedAt !== undefined && now - this.#checkedAt > this.standstillMs;
    this.#checkedAt = now;
    if (!connected) this.#since = undefined;
    else if (this.#since === undefined || stoodStill) this.#since = now;
    return this.#since === undefined ? undefined : now - this.#since;
  }

  /** The connection was lost and made again, perhaps between two checks. */
  restart(): void {
    this.#since = this.monotonicMs();
  }
}
