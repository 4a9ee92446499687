import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@berth/bus/connection';
import { isStreamNotFound } from '@berth/bus/event-stream';
import { followEvents, type FollowedEvent } from '@berth/bus/follow-events';
import { messageOf, type Log } from '@berth/bus/log';
import { projectEvents } from '@berth/contracts/auth/events';
import { subjects } from '@berth/contracts/subjects';
import { Bell } from './bell.js';

/** Streams that look again do so within this time, each at another moment, so that not all ask at once. */
const SPREAD_MS = 300;
/** And once more after this time: the service that answers may have heard of the change later than this gateway. */
const ONCE_MORE_MS = 900;
const RETRY_MS = 1000;

/** Of one stream: when it must ask again whether its reader may still see what it shows. */
export class RightsWatch implements Disposable {
  /** Rings when rights may have changed. */
  readonly bell = new Bell();
  #soon = Infinity;
  #later = Infinity;

  constructor(
    private readonly leave: (watch: RightsWatch) => void,
    private readonly nowMs: () => number,
    private readonly spreadMs = SPREAD_MS,
  ) {}

  /** However often rights change, a stream asks again at most twice in `ONCE_MORE_MS`. */
  changed(): void {
    const now = this.nowMs();
    if (this.#soon === Infinity) this.#soon = now + Math.random() * this.spreadMs;
    this.#later = Math.max(now, this.#soon) + ONCE_MORE_MS;
    this.bell.ring();
  }

  /** How long a stream may wait at most for something to show, in ms. */
  within(ms: number): number {
    return Math.max(0, Math.min(ms, Math.min(this.#soon, this.#later) - this.nowMs()));
  }

  /** Whether it must ask now; asked once for each time that has come. */
  isInDoubt(): boolean {
    const now = this.nowMs();
    const [soon, later] = [now >= this.#soon, now >= this.#later];
    if (soon) this.#soon = Infinity;
    if (later) this.#later = Infinity;
    return soon || later;
  }

  [Symbol.dispose](): void {
    this.leave(this);
  }
}

/**
 * Tells streams that what their readers may see may have become less: a member was removed, or a grant has ended. The
 * services judge; here it is only known when to ask them.
 */
export class RightsChanges {
  readonly #watches = new Map<string, Set<RightsWatch>>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  watch(userId: string): RightsWatch {
    const ofUser = this.#watches.get(userId) ?? new Set();
    this.#watches.set(userId, ofUser);
    const watch = new RightsWatch((gone) => {
      ofUser.delete(gone);
      if (ofUser.size === 0) this.#watches.delete(userId);
    }, this.nowMs);
    ofUser.add(watch);
    return watch;
  }

  take({ event: { type, data } }: FollowedEvent): void {
    if (type === projectEvents.memberRemoved.type) this.#changed(String(data['userId']));
    // Whose grant it was is not said, and a project has many members.
    else if (type.startsWith('inventory.')) for (const userId of this.#watches.keys()) this.#changed(userId);
  }

  /** Grants that end, and hosts that get into another pool, from now on. */
  async followInventory(bus: Bus, log: Log, signal: AbortSignal): Promise<void> {
    const onError = (error: unknown): void => {
      // where inventory has never published anything it has ended no grant
      if (!isStreamNotFound(error))
        log.warn({ error: messageOf(error) }, 'ends of grants can not be followed now');
    };
    while (!signal.aborted) {
      try {
        const batches = followEvents({
          bus,
          service: 'inventory',
          from: 'new',
          filterSubjects: [subjects.event('inventory', '*', 'grant', '*', 'revoked.v1')],
          signal,
          onError,
        });
        for await (const batch of batches) for (const event of batch) this.take(event);
      } catch (error) {
        onError(error);
      }
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #changed(userId: string): void {
    for (const watch of this.#watches.get(userId) ?? []) watch.changed();
  }
}
