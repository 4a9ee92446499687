import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@berth/bus/connection';
import { isStreamNotFound } from '@berth/bus/event-stream';
import { followEvents, type FollowedEvent } from '@berth/bus/follow-events';
import { messageOf, type Log } from '@berth/bus/log';
import { projectEvents } from '@berth/contracts/auth/events';
import { subjects } from '@berth/contracts/subjects';
import { Notifier } from './notifier.js';

/** Rechecks are spread over this time, so that not all streams query at once. */
const JITTER_MS = 300;
/** A second check follows after this time, because the service may learn of the change secondCheckAt than this gateway. */
const SECOND_CHECK_MS = 900;
const RETRY_MS = 1000;

/** Of one stream: when it must recheck the permissions of its reader. */
export class RightsWatch implements Disposable {
  /** Notifies when permissions may have changed. */
  readonly notifier = new Notifier();
  #firstCheckAt = Infinity;
  #secondCheckAt = Infinity;

  constructor(
    private readonly leave: (watch: RightsWatch) => void,
    private readonly nowMs: () => number,
    private readonly jitterMs = JITTER_MS,
  ) {}

  /** However often permissions change, a stream rechecks at most twice in `SECOND_CHECK_MS`. */
  changed(): void {
    const now = this.nowMs();
    if (this.#firstCheckAt === Infinity) this.#firstCheckAt = now + Math.random() * this.jitterMs;
    this.#secondCheckAt = Math.max(now, this.#firstCheckAt) + SECOND_CHECK_MS;
    this.notifier.notify();
  }

  /** How long a stream may wait at most for something to show, in ms. */
  within(ms: number): number {
    return Math.max(0, Math.min(ms, Math.min(this.#firstCheckAt, this.#secondCheckAt) - this.nowMs()));
  }

  /** Whether a recheck is due; true once for each due time. */
  isRecheckDue(): boolean {
    const now = this.nowMs();
    const [firstCheckAt, secondCheckAt] = [now >= this.#firstCheckAt, now >= this.#secondCheckAt];
    if (firstCheckAt) this.#firstCheckAt = Infinity;
    if (secondCheckAt) this.#secondCheckAt = Infinity;
    return firstCheckAt || secondCheckAt;
  }

  [Symbol.dispose](): void {
    this.leave(this);
  }
}

/**
 * Notifies streams that their readers may have lost permissions: a member was removed, or a grant was revoked. The
 * services decide; this only determines when to ask them.
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
    // The event does not name the user, and a project has many members.
    else if (type.startsWith('inventory.')) for (const userId of this.#watches.keys()) this.#changed(userId);
  }

  /** Grants that end, and hosts that get into another pool, from now on. */
  async followInventory(bus: Bus, log: Log, signal: AbortSignal): Promise<void> {
    const onError = (error: unknown): void => {
      // where inventory has never published anything it has ended no grant
      if (!isStreamNotFound(error))
        log.warn({ error: messageOf(error) }, 'changes of grants are temporarily unavailable');
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
