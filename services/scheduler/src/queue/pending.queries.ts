import type { PendingView } from '@berth/contracts/scheduler/views';
import type { Identity } from '@berth/service-host/operation';
import type { JobQueries } from '../views/job.queries.js';
import type { QueuedJob } from './board.js';
import { estimateOf } from './estimate.js';
import { pendingReasons } from './pending.js';
import { situationOf, type SituationParts } from './situation-of.js';

const MOST_AHEAD_SHOWN = 20;

interface Ahead {
  readonly jobId: string;
  readonly index: number;
}

export interface PendingQueryParts extends SituationParts {
  readonly jobs: JobQueries;
}

/** Why jobs have not started. */
export class PendingQueries {
  constructor(private readonly parts: PendingQueryParts) {}

  /** Of those of the jobs that wait and that the viewer may see. */
  async pending(identity: Identity, ids: readonly string[]): Promise<readonly PendingView[]> {
    const firstOf = new Map<string, readonly Ahead[]>();
    const views: PendingView[] = [];
    for (const jobId of new Set(ids)) {
      const job = this.parts.board.queued(jobId);
      const view = job ? await this.queued(identity, job, firstOf) : await this.awaiting(identity, jobId);
      if (view) views.push(view);
    }
    return views;
  }

  private async queued(
    identity: Identity,
    job: QueuedJob,
    firstOf: Map<string, readonly Ahead[]>,
  ): Promise<PendingView | undefined> {
    const { orders, visibility } = this.parts;
    if (!visibility.ofJob(identity, job)) return undefined;
    const { jobId, poolId } = job;
    const position = orders.countBefore(job);
    let first = firstOf.get(poolId);
    if (!first) firstOf.set(poolId, (first = this.firstVisible(identity, poolId)));
    const situation = await situationOf(this.parts, identity, job, position);
    const reasons = pendingReasons(situation);
    const aheadJobIds = first.filter(({ index }) => index < position).map((ahead) => ahead.jobId);
    const estimate = estimateOf(situation, reasons);
    return { jobId, reasons, position: position + 1, aheadCount: position, aheadJobIds, ...estimate };
  }

  private firstVisible(identity: Identity, poolId: string): readonly Ahead[] {
    const { orders, visibility } = this.parts;
    const first: Ahead[] = [];
    for (const [index, { job }] of orders.queue(poolId).entries()) {
      if (first.length >= MOST_AHEAD_SHOWN) break;
      if (visibility.ofJob(identity, job)) first.push({ jobId: job.jobId, index });
    }
    return first;
  }

  private async awaiting(identity: Identity, jobId: string): Promise<PendingView | undefined> {
    const { board, facts, visibility, jobs } = this.parts;
    if (!board.waiting.has(jobId)) return undefined;
    const document = await jobs.document(jobId);
    if (document?.state !== 'awaitingApproval' || !visibility.ofJob(identity, document)) return undefined;
    const pool = facts.pools.get(document.poolId)?.name ?? document.poolId;
    const message = `the pool "${pool}" asks for approval, and nobody has decided yet`;
    return {
      jobId,
      reasons: [{ code: 'AWAITING_APPROVAL', kind: 'waits', message, numbers: {} }],
      aheadCount: 0,
      aheadJobIds: [],
    };
  }
}
