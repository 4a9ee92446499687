import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { Clock } from '@berth/kernel/clock';
import type { JobQueueIndex, QueuedJob } from '../waiting/job-queue-index.js';
import { compareRanked, rankIn, type FairShares, type Ranked, type RankOf } from './pool-order.js';

/** An order that changes by itself, with usage and its decay, is worked out anew after so long. */
const KEPT_MS = 1000;

export interface RankedJob extends Ranked {
  readonly job: QueuedJob;
}

interface Known {
  readonly policy: PoolPolicy;
  readonly atMs: number;
  readonly jobs: readonly RankedJob[];
}

export interface QueueOrderParts {
  readonly queueIndex: JobQueueIndex;
  readonly policies: { of(poolId: string): PoolPolicy };
  readonly shares: FairShares;
  readonly clock: Clock;
  readonly monotonicMs: () => number;
}

/** The queues of pools, each in its pool's order. */
export class QueueOrders {
  readonly #known = new Map<string, Known>();

  constructor(private readonly parts: QueueOrderParts) {}

  rankOf(poolId: string, now: string): RankOf {
    const { policies, shares } = this.parts;
    return rankIn(poolId, policies.of(poolId), shares, now);
  }

  /** The whole queue. By fair share, it may be a second old. */
  queue(poolId: string): readonly RankedJob[] {
    const { queueIndex, policies, clock, monotonicMs } = this.parts;
    const policy = policies.of(poolId);
    const rankOf = this.rankOf(poolId, clock.now());
    if (policy.order === 'strict') return queueIndex.queue(poolId).map((job) => ranked(job, rankOf));
    const known = this.#known.get(poolId);
    const atMs = monotonicMs();
    if (known?.policy === policy && atMs - known.atMs < KEPT_MS) return known.jobs;
    const jobs = queueIndex
      .queue(poolId)
      .map((job) => ranked(job, rankOf))
      .sort(compareRanked);
    this.#known.set(poolId, { policy, atMs, jobs });
    return jobs;
  }

  /** Jobs of its pool before a queued one: 0 for the one that is next. */
  countBefore(job: QueuedJob): number {
    const { queueIndex, policies, clock } = this.parts;
    const { poolId } = job;
    if (policies.of(poolId).order === 'strict') return queueIndex.countBefore(poolId, job);
    const queue = this.queue(poolId);
    const known = queue.findIndex((each) => each.job.jobId === job.jobId);
    if (known >= 0) return known;
    const place = ranked(job, this.rankOf(poolId, clock.now()));
    const behind = queue.findIndex((each) => compareRanked(each, place) > 0);
    return behind < 0 ? queue.length : behind;
  }
}

const ranked = (job: QueuedJob, rankOf: RankOf): RankedJob => {
  const { jobId, grantPriority, submittedAt, member } = job;
  return { job, jobId, grantPriority, submittedAt, member, rank: rankOf(job) };
};
