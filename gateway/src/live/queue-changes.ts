import { setTimeout as sleep } from 'node:timers/promises';
import { queueQuery } from '@berth/contracts/scheduler/operations';
import type { QueueEntry } from '@berth/contracts/scheduler/views';
import type { Calls } from '../graphql/calls.js';
import { waitForAny } from './notifier.js';
import type { JobEventFeed } from './job-event-feed.js';
import type { Viewer } from './viewer.js';

/** Minimum time between two updates. */
const MIN_INTERVAL_MS = 1000;
/** Fair-share order changes with time, and a revoked grant hides the pool. */
const RECHECK_INTERVAL_MS = 30_000;

/** A queue as its reader may see it. */
export interface QueueSnapshot {
  readonly totalCount: number;
  readonly entries: readonly QueueEntry[];
}

/** Queues of pools. Queries the scheduler with the reader's permissions whenever jobs have changed. */
export class QueueChanges {
  constructor(private readonly feed: JobEventFeed) {}

  /** @throws RejectedError NOT_FOUND also for a pool that the caller may not see, or may not see any more */
  async *follow(
    { calls, rights, signal }: Viewer,
    poolId: string,
    first: number,
  ): AsyncGenerator<QueueSnapshot, void, void> {
    const { feed } = this;
    using _subscription = feed.join();
    using watch = rights();
    while (feed.floor === Infinity && !signal.aborted) await feed.notifier.wait(signal);
    let seen = feed.floor;
    let shown: string | undefined;
    while (!signal.aborted) {
      watch.isRecheckDue();
      const { count } = feed.notifier;
      seen = this.#catchUp(calls, seen);
      const { items, totalCount = items.length } = await calls.query(queueQuery, { poolId, first });
      const queue: QueueSnapshot = { totalCount, entries: items.map(({ node }) => node) };
      const now = JSON.stringify(queue);
      if (now !== shown) yield queue;
      shown = now;
      await sleep(MIN_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
      if (feed.notifier.count === count)
        await waitForAny([feed.notifier, watch.notifier], signal, watch.within(RECHECK_INTERVAL_MS));
    }
  }

  /** The next response must not be older than the events that triggered the query. */
  #catchUp(calls: Calls, seen: number): number {
    let last = Math.max(seen, this.feed.floor);
    for (let event = this.feed.after(last); event; event = this.feed.after(last)) {
      last = event.sequence;
      calls.saw('scheduler', event.event.position);
    }
    return last;
  }
}
