import type { PendingView } from '@berth/contracts/scheduler/views';
import type { Identity } from '@berth/service-host/operation';
import { eligibilityOf } from '../../facts/eligibility.js';
import { aheadOf, isOfItsGang } from './ahead.js';
import type { QueuedJob } from '../waiting/job-queue-index.js';
import { estimateOf } from './estimate.js';
import { withoutNumbers } from './pending.hidden.js';
import { pendingReasons } from './pending.js';
import type { RankedJob } from '../order/queue-orders.js';
import { situationOf, type SituationParts } from './situation-of.js';

const MAX_AHEAD_SHOWN = 20;

/** The queue of a pool, as the caller may see it. */
interface Seen {
  readonly queue: readonly RankedJob[];
  readonly first: readonly { readonly job: QueuedJob; readonly index: number }[];
}

/** Why jobs have not started. */
export class PendingQueries {
  constructor(private readonly parts: SituationParts) {}

  /** Of those of the jobs that wait and that the viewer may see. */
  async pending(identity: Identity, ids: readonly string[]): Promise<readonly PendingView[]> {
    const seen = new Map<string, Seen>();
    const views: PendingView[] = [];
    for (const jobId of new Set(ids)) {
      const job = this.parts.queueIndex.queued(jobId);
      const view = job ? await this.#queued(identity, job, seen) : this.#awaiting(identity, jobId);
      if (view) views.push(view);
    }
    return views;
  }

  async #queued(
    identity: Identity,
    job: QueuedJob,
    seen: Map<string, Seen>,
  ): Promise<PendingView | undefined> {
    const { orders, policies, visibility } = this.parts;
    if (!visibility.ofJob(identity, job)) return undefined;
    const { jobId, poolId } = job;
    const position = orders.countBefore(job);
    let known = seen.get(poolId);
    if (!known) seen.set(poolId, (known = this.#see(identity, poolId)));
    const before = known.queue.slice(0, position).map((each) => each.job);
    const ahead = aheadOf(job, before, policies.of(poolId).order);
    const situation = await situationOf(this.parts, identity, job, ahead);
    const reasons = pendingReasons(situation).map((reason) =>
      this.#seesAllOf(identity, job) ? reason : withoutNumbers(reason),
    );
    const aheadJobIds = known.first
      .filter(({ job: other, index }) => index < position && !isOfItsGang(job, other))
      .map(({ job: other }) => other.jobId);
    const estimate = estimateOf(situation, reasons);
    return { jobId, reasons, position: position + 1, aheadCount: ahead.count, aheadJobIds, ...estimate };
  }

  /** Whether numbers about the job's devices reveal none that the viewer has no grant for. */
  #seesAllOf(identity: Identity, job: QueuedJob): boolean {
    const { facts, visibility } = this.parts;
    if (!visibility.hidingDevices(identity, job)) return true;
    const sees = visibility.seesDevice(identity, job);
    const eligibility = eligibilityOf(facts, job, job.poolId);
    const usable = eligibility.ok ? eligibility.value.devices : undefined;
    const devices = facts.hostsOf(job.poolId).flatMap((host) => host.devices);
    return devices.every(({ uuid }) => usable?.has(uuid) === false || sees(uuid));
  }

  #see(identity: Identity, poolId: string): Seen {
    const { orders, visibility } = this.parts;
    const queue = orders.queue(poolId);
    const first: { job: QueuedJob; index: number }[] = [];
    for (const [index, { job }] of queue.entries()) {
      if (first.length >= MAX_AHEAD_SHOWN) break;
      if (visibility.ofJob(identity, job)) first.push({ job, index });
    }
    return { queue, first };
  }

  #awaiting(identity: Identity, jobId: string): PendingView | undefined {
    const { queueIndex, facts, visibility } = this.parts;
    const job = queueIndex.stateOf(jobId);
    if (job?.state !== 'awaitingApproval' || !visibility.ofJob(identity, job)) return undefined;
    const pool = facts.pools.get(job.poolId)?.name ?? job.poolId;
    const message = `the pool "${pool}" requires approval, which is pending`;
    return {
      jobId,
      reasons: [{ code: 'AWAITING_APPROVAL', kind: 'waiting', message, numbers: {} }],
      aheadCount: 0,
      aheadJobIds: [],
    };
  }
}
