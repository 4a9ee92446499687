import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { queueQuery } from '@berth/contracts/scheduler/operations';
import type { QueueEntry } from '@berth/contracts/scheduler/views';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Identity } from '@berth/service-host/operation';
import type { Visibility } from '../facts/visibility.js';
import { compareQueued, type Board, type QueuedJob, type QueuePlace } from './board.js';
import { cursorOf, placeOf } from './queue-cursor.js';

interface Placed {
  readonly job: QueuedJob;
  readonly position: number;
}

/** A pool's queue, in its order. */
export class QueueQueries {
  constructor(
    private readonly board: Board,
    private readonly visibility: Visibility,
  ) {}

  /** Positions are those in the whole queue, entries only those that the viewer may see. */
  page(identity: Identity, input: InputOf<typeof queueQuery>): PageOf<QueueEntry> {
    const { poolId, first, after, last, before } = input;
    if (!this.visibility.ofPool(identity, poolId))
      throw new RejectedError(reject('NOT_FOUND', 'there is no such pool', 'poolId'));
    if (after !== undefined && before !== undefined)
      throw new RejectedError(reject('VALIDATION_FAILED', 'give either after or before, not both', 'before'));
    const visible = this.visibleIn(identity, poolId);
    if (last !== undefined || before !== undefined) {
      const end = before === undefined ? visible.length : indexOf(visible, placeOf(before, 'before'));
      const start = Math.max(0, end - (last ?? first));
      return pageOf(visible, start, end);
    }
    const start = after === undefined ? 0 : indexAfter(visible, placeOf(after, 'after'));
    return pageOf(visible, start, start + first);
  }

  private visibleIn(identity: Identity, poolId: string): readonly Placed[] {
    return this.board
      .queue(poolId)
      .map((job, index) => ({ job, position: index + 1 }))
      .filter(({ job }) => this.visibility.ofJob(identity, job));
  }
}

function pageOf(visible: readonly Placed[], start: number, end: number): PageOf<QueueEntry> {
  return {
    items: visible
      .slice(start, end)
      .map((placed) => ({ cursor: cursorOf(placed.job), node: toEntry(placed) })),
    hasNextPage: end < visible.length,
    hasPreviousPage: start > 0,
    totalCount: visible.length,
  };
}

/** Of the first at or after a place. */
function indexOf(visible: readonly Placed[], place: QueuePlace): number {
  const index = visible.findIndex(({ job }) => compareQueued(job, place) >= 0);
  return index < 0 ? visible.length : index;
}

function indexAfter(visible: readonly Placed[], place: QueuePlace): number {
  const index = visible.findIndex(({ job }) => compareQueued(job, place) > 0);
  return index < 0 ? visible.length : index;
}

const toEntry = ({ job, position }: Placed): QueueEntry => ({
  jobId: job.jobId,
  poolId: job.poolId,
  position,
  priority: job.priority,
  grantPriority: job.grantPriority,
  queuedAt: job.queuedAt,
  class: job.document.spec.class,
});
