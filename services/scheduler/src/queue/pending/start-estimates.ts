import { addMs } from '@berth/kernel/clock';
import { ENDING_MS } from '../../placement/placement-request.js';
import type { QueuedCandidate } from '../order/candidates.js';
import type { Plan, Waiting } from '../../placement/planned.js';
import type { QueuedJob } from '../waiting/job-queue-index.js';
import type { Estimate } from './pending.situation.js';

interface Known {
  readonly byJob: ReadonlyMap<string, Waiting<QueuedCandidate>>;
  /** The first of those with equal requests. */
  readonly byDemand: ReadonlyMap<string, Waiting<QueuedCandidate>>;
}

export interface EstimateFacts {
  readonly job: QueuedJob;
  readonly demandKey: string;
  /** Jobs before another one of the pool. */
  readonly countBefore: (job: QueuedJob) => number;
  /** How many with equal requests the pool could run at once. */
  readonly atOnce: number;
  readonly now: string;
}

/** The planned starts of the last pass over each pool. Bounded: a pass reports the first 64. */
export class StartEstimates {
  readonly #pools = new Map<string, Known>();

  update(poolId: string, { waiting }: Plan<QueuedCandidate>): void {
    const byJob = new Map<string, Waiting<QueuedCandidate>>();
    const byDemand = new Map<string, Waiting<QueuedCandidate>>();
    for (const each of waiting) {
      const { candidate } = each;
      for (const { jobId } of [candidate, ...(candidate.others ?? [])]) byJob.set(jobId, each);
      if (!byDemand.has(candidate.demand.key)) byDemand.set(candidate.demand.key, each);
    }
    this.#pools.set(poolId, { byJob, byDemand });
  }

  /**
   * Planned starts assume time limits: they are the latest starts, unless a better job arrives or a host fails. A
   * job without one is estimated from the one with an equal request ahead of it: as many at once as the pool can
   * run, each for its whole time limit.
   */
  of({ job, demandKey, countBefore, atOnce, now }: EstimateFacts): Estimate | undefined {
    const known = this.#pools.get(job.poolId);
    const own = known?.byJob.get(job.jobId);
    const later = (instant: string): string => (instant < now ? now : instant);
    if (own?.plannedAt !== undefined) {
      const startsAt = later(own.plannedAt);
      if (own.waitingAhead === 0) return { startsAt, confidence: 'certain', message: FIRST, planned: true };
      const message = `other jobs ahead of it also wait, and may end early or be cancelled`;
      return { startsAt, confidence: 'likely', message, planned: true };
    }
    const alike = known?.byDemand.get(demandKey);
    if (alike?.plannedAt === undefined || atOnce === 0) return undefined;
    const ahead = Math.max(0, countBefore(job) - countBefore(alike.candidate.job));
    const limitMs = job.scheduling.spec.timeoutMinutes * 60_000 + ENDING_MS;
    const startsAt = addMs(later(alike.plannedAt), Math.floor(ahead / atOnce) * limitMs);
    const message = `a job with the same requirements starts first, with ${ahead} between them; ${atOnce} run concurrently`;
    return { startsAt, confidence: 'rough', message, planned: false };
  }
}

const FIRST =
  'it is next in the queue: it starts when the runs it waits for have ended, at the latest at their time limits';
