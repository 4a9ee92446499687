import { may } from '@berth/contracts/permissions';
import type { QuotaEvent, QuotaLimits } from '@berth/contracts/scheduler/quotas';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Projection } from '@berth/read-models';
import { InMemoryView } from '@berth/read-models/in-memory-view';
import type { Identity } from '@berth/service-host/operation';
import type { Subject } from '../../calendar/held.js';
import type { Facts } from '../../facts/facts.js';
import { findPool, findProjects } from '../../facts/project-and-pool.js';
import type { Visibility } from '../../facts/visibility.js';
import type { QuotaTarget } from './quota.js';

interface Named {
  readonly user?: string | undefined;
  readonly project?: string | undefined;
  readonly pool?: string | undefined;
}

/** Resolves the target of a quota, among what the caller may see; others are not found. */
export class QuotaTargets {
  constructor(
    private readonly facts: Facts,
    private readonly visibility: Visibility,
  ) {}

  /** Exactly one user or project. */
  one(identity: Identity, named: Named): Result<QuotaTarget, Rejection> {
    if ((named.user === undefined) === (named.project === undefined))
      return err(reject('VALIDATION_FAILED', 'user: give either user or project', 'user'));
    return this.any(identity, named);
  }

  /** @throws RejectedError for a pool that the caller may not see */
  any(identity: Identity, { user, project, pool }: Named): Result<QuotaTarget, Rejection> {
    let target: QuotaTarget = {};
    if (user !== undefined) {
      const mayAsk = may(identity, 'readAll') || user === identity.userId;
      if (!mayAsk || !this.facts.users.has(user)) return notFound('user', user);
      target = { userId: user };
    }
    if (project !== undefined) {
      const called = findProjects(this.facts, project).filter((each) =>
        this.visibility.ofJob(identity, each),
      );
      const [only] = called;
      if (!only) return notFound('project', project);
      if (called.length > 1) {
        const message = `project: ${called.length} projects are named "${project}"; give the id of one`;
        return err(reject('VALIDATION_FAILED', message, 'project', { projects: called.length }));
      }
      target = { ...target, projectId: only.projectId };
    }
    if (pool !== undefined) {
      const { poolId } = findPool(this.facts, this.visibility, identity, pool);
      target = { ...target, poolId };
    }
    return ok(target);
  }
}

const notFound = (field: string, name: string) =>
  err(reject('NOT_FOUND', `${field}: there is no ${field} "${name}" that you may see`, field));

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
