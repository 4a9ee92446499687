import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { Clock } from '@berth/kernel/clock';
import type { JobQueueIndex, QueuedJob } from '../waiting/job-queue-index.js';

/** How much of their share users and projects have left: 1 without recent use, towards 0 the more was used. */
export interface FairShares {
  factor(poolId: string, projectId: string, userId: string, now: string): number;
}

/** For no use at all, where all are equal. */
export const EVEN_SHARES: FairShares = { factor: () => 1 };

/** Where a job stands in its class: the least is next. */
export type RankOf = (job: Pick<QueuedJob, 'priority' | 'submittedAt' | 'projectId' | 'userId'>) => number;

const MINUTE_MS = 60_000;

/**
 * The order of a pool. Class goes first in both of them.
 *
 * - `strict`: by priority, then by the time of submission.
 * - `fairShare`: by a virtual time of submission, in ms since the epoch: the real one, earlier by `pointMinutes` for
 * each point of priority and by `shareMinutes` times the share that is left. With 60 and 1440: Ada submits at 12:00
 * with priority 5, having used nothing (factor 1), which counts as 12:00 - 5 h - 24 h = 07:00 of the day before.
 * Bob, who has used his share to the full (factor 0.5), submits at 02:00 with priority 5: 02:00 - 5 h - 12 h = 09:00
 * of the day before, so Ada is ahead though she came ten hours later. Had he waited since midnight, he would be
 * level with her. No one is passed forever: whoever is submitted more than 9 x `pointMinutes` + `shareMinutes` after
 * a job is behind it.
 */
export function rankIn(poolId: string, policy: PoolPolicy, shares: FairShares, now: string): RankOf {
  if (policy.order === 'strict') return ({ priority }) => -priority;
  const { pointMinutes, shareMinutes } = policy.fairShare;
  const factors = new Map<string, number>();
  return ({ priority, submittedAt, projectId, userId }) => {
    const who = `${projectId} ${userId}`;
    let factor = factors.get(who);
    if (factor === undefined) factors.set(who, (factor = shares.factor(poolId, projectId, userId, now)));
    const minutes = priority * pointMinutes + factor * shareMinutes;
    return Date.parse(submittedAt) - minutes * MINUTE_MS;
  };
}

/** A job's place in its pool's order. */
export interface Ranked extends Pick<QueuedJob, 'grantPriority' | 'submittedAt' | 'member' | 'jobId'> {
  readonly rank: number;
}

export const compareRanked = (a: Ranked, b: Ranked): number =>
  a.grantPriority - b.grantPriority ||
  a.rank - b.rank ||
  compareText(a.submittedAt, b.submittedAt) ||
  a.member - b.member ||
  compareText(a.jobId, b.jobId);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

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
