import type { QuotaEvent, QuotaLimits } from '@berth/contracts/scheduler/quotas';
import type { Projection } from '@berth/read-models';
import type { Subject } from '../../calendar/held.js';
import { InMemoryView } from '@berth/read-models/in-memory-view';

export type QuotaDocument = {
  readonly quotaId: string;
  readonly userId: string | null;
  readonly projectId: string | null;
  readonly poolId: string | null;
  readonly limits: QuotaLimits;
  readonly borrow: boolean;
  readonly setAt: string;
};

export const quotasView: Projection<QuotaDocument, QuotaEvent> = {
  name: 'quotas',
  version: 1,
  collection: { name: 'quotas', indexes: [] },
  keys: (event) => (event.type.startsWith('scheduler.quota.') ? [String(event.data['quotaId'])] : []),
  evolve(_, recorded) {
    const event = recorded;
    if (event.type === 'scheduler.quota.removed.v1') return undefined;
    const { quotaId, userId = null, projectId = null, poolId = null, limits, borrow, setAt } = event.data;
    return { quotaId, userId, projectId, poolId, limits, borrow, setAt };
  },
};

/** What a user may hold at a time in a pool, or in all of them. */
export interface Quota {
  readonly of: 'user' | 'project';
  readonly subject: Subject;
  /** Null: all pools together. */
  readonly poolId: string | null;
  readonly limits: QuotaLimits;
  readonly borrow: boolean;
}

export interface Owner {
  readonly userId: string;
  readonly projectId: string;
}

/** All quotas, in memory. Looked up for every candidate of every pass. */
export class Quotas {
  readonly table: InMemoryView<QuotaDocument>;
  readonly #known = new Map<string, readonly Quota[]>();

  /** @param defaults of every user who has no quota over all pools */
  constructor(
    readonly defaults: QuotaLimits,
    changed: () => void = () => undefined,
  ) {
    this.table = new InMemoryView(quotasView, () => {
      this.#known.clear();
      changed();
    });
  }

  /** Those that bind leases of the owner in a pool. */
  binding(owner: Owner, poolId: string): readonly Quota[] {
    const key = `${poolId} ${owner.userId} ${owner.projectId}`;
    let quotas = this.#known.get(key);
    if (!quotas) {
      if (this.#known.size >= MAX_KNOWN) this.#known.clear();
      this.#known.set(key, (quotas = this.#find(owner, poolId)));
    }
    return quotas;
  }

  /** Whether what is held in other pools matters anywhere. */
  get reachAcrossPools(): boolean {
    if (hasLimits(this.defaults)) return true;
    for (const quota of this.table.values()) if (quota.poolId === null) return true;
    return false;
  }

  get isEmpty(): boolean {
    return this.table.size === 0 && !hasLimits(this.defaults);
  }

  /** Whether the default holds for a user. */
  usesDefault(userId: string): boolean {
    if (!hasLimits(this.defaults)) return false;
    for (const quota of this.table.values()) {
      if (quota.userId === userId && quota.poolId === null) return false;
    }
    return true;
  }

  #find({ userId, projectId }: Owner, poolId: string): readonly Quota[] {
    const quotas: Quota[] = [];
    for (const quota of this.table.values()) {
      if (quota.poolId !== null && quota.poolId !== poolId) continue;
      if (quota.userId === userId || quota.projectId === projectId) quotas.push(toQuota(quota));
    }
    if (this.usesDefault(userId))
      quotas.push({
        of: 'user',
        subject: `user:${userId}`,
        poolId: null,
        limits: this.defaults,
        borrow: false,
      });
    return quotas;
  }
}

/** Owners that are remembered at a time. */
const MAX_KNOWN = 50_000;

const toQuota = ({ userId, projectId, poolId, limits, borrow }: QuotaDocument): Quota => ({
  of: userId === null ? 'project' : 'user',
  subject: userId === null ? `project:${projectId ?? ''}` : `user:${userId}`,
  poolId,
  limits,
  borrow,
});

const hasLimits = (limits: QuotaLimits): boolean =>
  Object.values(limits).some((limit) => limit !== undefined);
