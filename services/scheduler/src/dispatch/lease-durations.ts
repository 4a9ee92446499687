import { elapsedMs } from '@berth/kernel/clock';
import type { Position } from '@berth/event-store';

/** A difference that queued events cannot explain: the clock was set. */
const CLOCK_WAS_SET_MS = 10_000;

interface Begun {
  readonly recordedAt: string;
  readonly atMs: number;
}

/**
 * How long leases have been held, by the monotonic clock. Only for those that began while this process ran: the
 * others' durations are known by the wall clock alone.
 */
export class LeaseDurations {
  readonly #begun = new Map<string, Begun>();
  #seenFrom: Position | undefined;

  constructor(private readonly monotonicMs: () => number) {}

  /** @param position of the last event before this process started to append */
  start(position: Position): void {
    this.#seenFrom = position;
  }

  begin(
    leaseId: string,
    { position, recordedAt }: { readonly position: Position; readonly recordedAt: string },
  ): void {
    if (this.#seenFrom === undefined || position <= this.#seenFrom || this.#begun.has(leaseId)) return;
    this.#begun.set(leaseId, { recordedAt, atMs: this.monotonicMs() });
  }

  /**
   * Ms that the lease was held up to `endedAt`, where the clock was set since it began, or the log was ahead of it
   * then; undefined where the instants are right.
   * @param now by the clock that `endedAt` was read from
   */
  measuredMs(leaseId: string, endedAt: string, now: string): number | undefined {
    const begun = this.#begun.get(leaseId);
    if (!begun) return undefined;
    const passedMs = this.monotonicMs() - begun.atMs;
    const toldMs = Date.parse(now) - Date.parse(begun.recordedAt);
    if (Math.abs(passedMs - toldMs) < CLOCK_WAS_SET_MS) return undefined;
    return Math.round(Math.max(0, passedMs - elapsedMs(endedAt, now)));
  }

  forget(leaseId: string): void {
    this.#begun.delete(leaseId);
  }
}
