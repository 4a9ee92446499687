/** For how long we have been able to receive heartbeats without a gap. */
export class ListenerUptime {
  #since: number | undefined;
  #checkedAt: number | undefined;

  constructor(
    private readonly monotonicMs: () => number,
    /** A longer time between two checks means that our own process stalled, with heartbeats unread. */
    private readonly stallMs: number,
  ) {}

  /** Must be called often. Undefined while the bus is not connected. */
  check(connected: boolean): number | undefined {
    const now = this.monotonicMs();
    const stalled = this.#checkedAt !== undefined && now - this.#checkedAt > this.stallMs;
    this.#checkedAt = now;
    if (!connected) this.#since = undefined;
    else if (this.#since === undefined || stalled) this.#since = now;
    return this.#since === undefined ? undefined : now - this.#since;
  }

  /** The connection was lost and made again, perhaps between two checks. */
  restart(): void {
    this.#since = this.monotonicMs();
  }
}
