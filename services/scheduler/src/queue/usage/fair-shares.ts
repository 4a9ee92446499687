import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { InMemoryView } from '@berth/read-models/in-memory-view';
import { faded, MS_PER_HOUR, usedOver } from './decay.js';
import { PoolShares } from './pool-shares.js';
import { usageView, type UsageDocument } from './usage.view.js';

/** Less than this much of a device-second is nothing. */
const NEGLIGIBLE = 1e-3;

/** What a user has held since an instant. */
export interface Holding {
  readonly projectId: string;
  readonly userId: string;
  readonly gpus: number;
  readonly since: string;
}

/** Past use of all pools, in memory, and the resulting order. */
export class FairShares {
  readonly table: InMemoryView<UsageDocument>;
  readonly #byPool = new Map<string, Map<string, UsageDocument>>();

  constructor() {
    this.table = new InMemoryView(usageView, (id, after) => {
      if (!after) return;
      let pool = this.#byPool.get(after.poolId);
      if (!pool) this.#byPool.set(after.poolId, (pool = new Map()));
      pool.set(id, after);
    });
  }

  /** As of an instant, with what is held then. Costs what has run and runs in the pool. */
  of(poolId: string, policy: PoolPolicy, held: Iterable<Holding>, now: string): PoolShares {
    const halfLifeMs = policy.fairShare.halfLifeHours * MS_PER_HOUR;
    const nowMs = Date.parse(now);
    const projects = new Map<string, { seconds: number; users: Map<string, number> }>();
    const add = (projectId: string, userId: string | null, seconds: number): void => {
      if (seconds < NEGLIGIBLE) return;
      let project = projects.get(projectId);
      if (!project) projects.set(projectId, (project = { seconds: 0, users: new Map() }));
      if (userId === null) project.seconds += seconds;
      else project.users.set(userId, (project.users.get(userId) ?? 0) + seconds);
    };
    for (const { projectId, userId, seconds, at } of this.#byPool.get(poolId)?.values() ?? [])
      add(projectId, userId, faded(seconds, Date.parse(at), nowMs, halfLifeMs));
    for (const { projectId, userId, gpus, since } of held) {
      const seconds = usedOver(gpus, { fromMs: Date.parse(since), toMs: nowMs }, nowMs, halfLifeMs);
      add(projectId, null, seconds);
      add(projectId, userId, seconds);
    }
    const { projectShares, userShares } = policy.fairShare;
    return new PoolShares(projects, { projects: projectShares, users: userShares });
  }
}
