import { addMs } from '@berth/kernel/clock';
import { ENDING_MS } from '../../placement/ask.js';
import type { QueuedCandidate } from '../order/candidates.js';
import type { Plan, Waiting } from '../../placement/planned.js';
import type { QueuedJob } from '../waiting/board.js';
import type { Estimate } from './pending.situation.js';

interface Known {
  readonly byJob: ReadonlyMap<string, Waiting<QueuedCandidate>>;
  /** The first of those who ask alike. */
  readonly byDemand: ReadonlyMap<string, Waiting<QueuedCandidate>>;
}

export interface EstimateFacts {
  readonly job: QueuedJob;
  readonly demandKey: string;
  /** Jobs before another one of the pool. */
  readonly countBefore: (job: QueuedJob) => number;
  /** How many that ask alike the pool could run at once. */
  readonly atOnce: number;
  readonly now: string;
}

/** What the last pass over each pool planned for those who wait. Bounded: a pass tells of the first 64. */
export class Outlook {
  readonly #pools = new Map<string, Known>();

  take(poolId: string, { waiting }: Plan<QueuedCandidate>): void {
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
   * Planned starts are by time limits: they come true at the latest then, if nobody better comes and nothing breaks. Who
   * has none is told from the one that asks alike, ahead of it: as many at once as the pool can run, each for its whole
   * time limit.
   */
  of({ job, demandKey, countBefore, atOnce, now }: EstimateFacts): Estimate | undefined {
    const known = this.#pools.get(job.poolId);
    const own = known?.byJob.get(job.jobId);
    const later = (instant: string): string => (instant < now ? now : instant);
    if (own?.plannedAt !== undefined) {
      const startsAt = later(own.plannedAt);
      if (own.waitingAhead === 0) return { startsAt, confidence: 'certain', message: FIRST, planned: true };
      const message = `others ahead wait, too, and what they do may change it: they end early, or are cancelled`;
      return { startsAt, confidence: 'likely', message, planned: true };
    }
    const alike = known?.byDemand.get(demandKey);
    if (alike?.plannedAt === undefined || atOnce === 0) return undefined;
    const ahead = Math.max(0, countBefore(job) - countBefore(alike.candidate.job));
    const limitMs = job.document.spec.timeoutMinutes * 60_000 + ENDING_MS;
    const startsAt = addMs(later(alike.plannedAt), Math.floor(ahead / atOnce) * limitMs);
    const message = `one that asks for the same starts first, and ${ahead} are between them; ${atOnce} run at once`;
    return { startsAt, confidence: 'rough', message, planned: false };
  }
}

const FIRST =
  'it is the first that waits: it starts when the runs that it waits for are over, by their time limits at the latest';
