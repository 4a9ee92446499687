import type { Bus } from '@berth/bus/connection';
import { hostOfSubject, subjects } from '@berth/contracts/subjects';
import { addMs, type Clock } from '@berth/kernel/clock';

/**
 * Time of the last heartbeat of each host. In memory, since a heartbeat is not an event; durations come from a
 * monotonic clock, so that a clock change of the machine loses no host.
 */
export class Heartbeats {
  readonly #lastSeenByHost = new Map<
    string,
    { readonly seenAt: string; readonly atMs: number | undefined }
  >();
  readonly #unsaved = new Map<string, string>();

  constructor(
    private readonly clock: Clock,
    private readonly monotonicMs: () => number,
  ) {}

  record(hostId: string): void {
    const seenAt = this.clock.now();
    this.#lastSeenByHost.set(hostId, { seenAt, atMs: this.monotonicMs() });
    this.#unsaved.set(hostId, seenAt);
  }

  /** Heartbeat recorded by an earlier process; how long ago is unknown on this monotonic clock. */
  restore(hostId: string, seenAt: string): void {
    if (!this.#lastSeenByHost.has(hostId)) this.#lastSeenByHost.set(hostId, { seenAt, atMs: undefined });
  }

  lastSeen(hostId: string): string | undefined {
    return this.#lastSeenByHost.get(hostId)?.seenAt;
  }

  /** The same in terms of the clock as it is now: it may have been set since. */
  lastSeenBy(now: string, hostId: string): string | undefined {
    const silentForMs = this.silentForMs(hostId);
    return silentForMs === undefined ? this.lastSeen(hostId) : addMs(now, -Math.round(silentForMs));
  }

  /** Undefined if this process has received no heartbeat of it. */
  silentForMs(hostId: string): number | undefined {
    const atMs = this.#lastSeenByHost.get(hostId)?.atMs;
    return atMs === undefined ? undefined : this.monotonicMs() - atMs;
  }

  /** Heartbeats since the last call. */
  takeUnsaved(): readonly (readonly [hostId: string, seenAt: string])[] {
    const taken = [...this.#unsaved];
    this.#unsaved.clear();
    return taken;
  }
}

/**
 * Records every message of an agent as a heartbeat. Requests go to one instance of the service each, but every instance
 * detects lost hosts: so each subscribes outside the queue group. Returns a function that ends it.
 */
export function listenForHeartbeats(bus: Bus, heartbeats: Heartbeats): () => void {
  const subscription = bus.nc.subscribe(subjects.agentsUpTo('inventory'), {
    callback: (error, message) => {
      if (!error) heartbeats.record(hostOfSubject(message.subject));
    },
  });
  return () => {
    if (!bus.nc.isClosed()) subscription.unsubscribe();
  };
}
