import { addMs, type Clock } from '@berth/kernel/clock';

/**
 * When each host was last heard of. Kept in memory, since a heartbeat is no event; lengths of silence come from a
 * monotonic clock, so that setting the machine's time loses no host.
 */
export class Heartbeats {
  readonly #heard = new Map<string, { readonly seenAt: string; readonly atMs: number | undefined }>();
  readonly #unsaved = new Map<string, string>();

  constructor(
    private readonly clock: Clock,
    private readonly monotonicMs: () => number,
  ) {}

  hear(hostId: string): void {
    const seenAt = this.clock.now();
    this.#heard.set(hostId, { seenAt, atMs: this.monotonicMs() });
    this.#unsaved.set(hostId, seenAt);
  }

  /** What an earlier process heard; it says nothing about how long ago that was by this one's clock. */
  recall(hostId: string, seenAt: string): void {
    if (!this.#heard.has(hostId)) this.#heard.set(hostId, { seenAt, atMs: undefined });
  }

  lastSeen(hostId: string): string | undefined {
    return this.#heard.get(hostId)?.seenAt;
  }

  /** The same in terms of the clock as it is now: it may have been set since. */
  lastSeenBy(now: string, hostId: string): string | undefined {
    const silentForMs = this.silentForMs(hostId);
    return silentForMs === undefined ? this.lastSeen(hostId) : addMs(now, -Math.round(silentForMs));
  }

  /** Undefined where this process has not heard of it. */
  silentForMs(hostId: string): number | undefined {
    const atMs = this.#heard.get(hostId)?.atMs;
    return atMs === undefined ? undefined : this.monotonicMs() - atMs;
  }

  /** What has been heard since the last time this was asked. */
  takeUnsaved(): readonly (readonly [hostId: string, seenAt: string])[] {
    const taken = [...this.#unsaved];
    this.#unsaved.clear();
    return taken;
  }
}
