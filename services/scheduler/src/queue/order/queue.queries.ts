import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { queueQuery } from '@berth/contracts/scheduler/operations';
import type { QueueEntry } from '@berth/contracts/scheduler/views';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Identity } from '@berth/service-host/operation';
import { z } from 'zod';
import type { Visibility } from '../../facts/visibility.js';
import { compareRanked, type Ranked, type QueueOrders, type RankedJob } from './queue-orders.js';

/** The last is a member's number, which older cursors lack. */
const place = z.tuple([z.number(), z.number(), z.string(), z.string()]).rest(z.number());

/** A cursor names a place in the order, not a position: it holds also once jobs before it have left. */
const cursorOf = ({ grantPriority, rank, submittedAt, member, jobId }: Ranked): string =>
  Buffer.from(JSON.stringify([grantPriority, rank, submittedAt, jobId, member])).toString('base64url');

/** @throws RejectedError naming the field */
function placeOf(cursor: string, field: string): Ranked {
  const parsed = place.safeParse(jsonOf(cursor));
  if (!parsed.success)
    throw new RejectedError(
      reject('VALIDATION_FAILED', `${field}: is not a valid cursor for this list`, field),
    );
  const [grantPriority, rank, submittedAt, jobId, member = 0] = parsed.data;
  return { grantPriority, rank, submittedAt, member, jobId };
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

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
  class: job.scheduling.spec.class,
});
