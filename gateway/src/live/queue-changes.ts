import { setTimeout as sleep } from 'node:timers/promises';
import { queueQuery } from '@berth/contracts/scheduler/operations';
import type { QueueEntry } from '@berth/contracts/scheduler/views';
import type { Calls } from '../graphql/calls.js';
import { anyRings } from './bell.js';
import type { JobEventFeed } from './job-event-feed.js';
import type { Viewer } from './viewer.js';

/** Changes within this time are told as one. */
const PAUSE_MS = 1000;
/** Orders by fair share change by themselves, and a grant that ends hides the pool. */
const LOOK_AGAIN_MS = 30_000;

/** A queue as its reader may see it. */
export interface QueueNow {
  readonly totalCount: number;
  readonly entries: readonly QueueEntry[];
}

/** Queues of pools. The scheduler is asked, as the reader, whenever jobs have moved; so what it hides stays hidden. */
export class QueueChanges {
  constructor(private readonly feed: JobEventFeed) {}

  /** @throws RejectedError NOT_FOUND also for a pool that the caller may not see, or may not see any more */
  async *follow(
    { calls, rights, signal }: Viewer,
    poolId: string,
    first: number,
  ): AsyncGenerator<QueueNow, void, void> {
    const { feed } = this;
    using _place = feed.join();
    using watch = rights();
    while (feed.floor === Infinity && !signal.aborted) await feed.bell.wait(signal);
    let seen = feed.floor;
    let shown: string | undefined;
    while (!signal.aborted) {
      watch.isInDoubt();
      const { rings } = feed.bell;
      seen = this.#catchUp(calls, seen);
      const { items, totalCount = items.length } = await calls.query(queueQuery, { poolId, first });
      const queue: QueueNow = { totalCount, entries: items.map(({ node }) => node) };
      const now = JSON.stringify(queue);
      if (now !== shown) yield queue;
      shown = now;
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      if (feed.bell.rings === rings)
        await anyRings([feed.bell, watch.bell], signal, watch.within(LOOK_AGAIN_MS));
    }
  }

  /** The answer to come must not be older than the events that made us ask. */
  #catchUp(calls: Calls, seen: number): number {
    let last = Math.max(seen, this.feed.floor);
    for (let event = this.feed.after(last); event; event = this.feed.after(last)) {
      last = event.sequence;
      calls.saw('scheduler', event.event.position);
    }
    return last;
  }
}
