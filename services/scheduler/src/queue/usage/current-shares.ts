import type { Policies } from '../policy/policies.js';
import type { JobQueueIndex } from '../waiting/job-queue-index.js';
import type { FairShares as SharesInOrder } from '../order/pool-order.js';
import type { FairShares, Holding } from './fair-shares.js';
import type { PoolShares } from './pool-shares.js';

/** The shares of projects and users in a pool, by past use and present leases. Computed once per pass. */
export class CurrentShares implements SharesInOrder {
  readonly #last = new Map<string, { readonly now: string; readonly shares: PoolShares }>();

  constructor(
    private readonly past: FairShares,
    private readonly policies: Pick<Policies, 'of'>,
    private readonly queueIndex: Pick<JobQueueIndex, 'allHeld'>,
  ) {}

  factor(poolId: string, projectId: string, userId: string, now: string): number {
    return this.of(poolId, now).factor(projectId, userId);
  }

  of(poolId: string, now: string): PoolShares {
    const last = this.#last.get(poolId);
    if (last?.now === now) return last.shares;
    const shares = this.past.of(poolId, this.policies.of(poolId), this.#heldIn(poolId), now);
    this.#last.set(poolId, { now, shares });
    return shares;
  }

  *#heldIn(poolId: string): Generator<Holding> {
    for (const { document } of this.queueIndex.allHeld) {
      const run = document.runs.at(-1);
      if (document.poolId !== poolId || !run) continue;
      const { projectId, userId } = document;
      yield { projectId, userId, gpus: run.devices.length, since: run.placedAt };
    }
  }
}
