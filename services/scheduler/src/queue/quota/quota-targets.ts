import { may } from '@berth/contracts/permissions';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Identity } from '@berth/service-host/operation';
import type { Facts } from '../../facts/facts.js';
import { findPool } from '../../facts/find-pool.js';
import type { Visibility } from '../../facts/visibility.js';
import { findProjects } from '../../facts/project-and-pool.js';
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
