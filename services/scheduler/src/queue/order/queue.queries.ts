import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { queueQuery } from '@berth/contracts/scheduler/operations';
import type { QueueEntry } from '@berth/contracts/scheduler/views';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Identity } from '@berth/service-host/operation';
import type { Visibility } from '../../facts/visibility.js';
import { compareRanked, type Ranked } from './pool-order.js';
import type { QueueOrders, RankedJob } from './queue-orders.js';
import { cursorOf, placeOf } from './queue-cursor.js';

interface Placed {
  readonly place: RankedJob;
  readonly position: number;
}

/** A pool's queue, in its order. */
export class QueueQueries {
  constructor(
    private readonly orders: QueueOrders,
    private readonly visibility: Visibility,
  ) {}

  /** Positions are those in the whole queue, entries only those that the viewer may see. */
  page(identity: Identity, input: InputOf<typeof queueQuery>): PageOf<QueueEntry> {
    const { poolId, first, after, last, before } = input;
    if (!this.visibility.ofPool(identity, poolId))
      throw new RejectedError(reject('NOT_FOUND', 'there is no such pool', 'poolId'));
    if (after !== undefined && before !== undefined)
      throw new RejectedError(
        reject('VALIDATION_FAILED', 'after and before cannot be combined; give one of them', 'before'),
      );
    const visible = this.#visibleIn(identity, poolId);
    if (last !== undefined || before !== undefined) {
      const end = before === undefined ? visible.length : indexOf(visible, placeOf(before, 'before'));
      const start = Math.max(0, end - (last ?? first));
      return pageOf(visible, start, end);
    }
    const start = after === undefined ? 0 : indexAfter(visible, placeOf(after, 'after'));
    return pageOf(visible, start, start + first);
  }

  #visibleIn(identity: Identity, poolId: string): readonly Placed[] {
    return this.orders
      .queue(poolId)
      .map((place, index) => ({ place, position: index + 1 }))
      .filter(({ place }) => this.visibility.ofJob(identity, place.job));
  }
}

function pageOf(visible: readonly Placed[], start: number, end: number): PageOf<QueueEntry> {
  return {
    items: visible
      .slice(start, end)
      .map((placed) => ({ cursor: cursorOf(placed.place), node: toEntry(placed) })),
    hasNextPage: end < visible.length,
    hasPreviousPage: start > 0,
    totalCount: visible.length,
  };
}

/** Of the first at or after a place. */
function indexOf(visible: readonly Placed[], place: Ranked): number {
  const index = visible.findIndex((each) => compareRanked(each.place, place) >= 0);
  return index < 0 ? visible.length : index;
}

function indexAfter(visible: readonly Placed[], place: Ranked): number {
  const index = visible.findIndex((each) => compareRanked(each.place, place) > 0);
  return index < 0 ? visible.length : index;
}

const toEntry = ({ place: { job }, position }: Placed): QueueEntry => ({
  jobId: job.jobId,
  poolId: job.poolId,
  position,
  priority: job.priority,
  grantPriority: job.grantPriority,
  queuedAt: job.queuedAt,
  class: job.document.spec.class,
});
