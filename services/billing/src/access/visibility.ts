import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Collection, Query } from '@berth/read-models';
import { may } from '@berth/contracts/permissions';
import { equalTo } from '@berth/read-models/equal-to';
import type { Identity } from '@berth/service-host/operation';
import type { ProjectMembers } from '@berth/service-host/project-members.view';

/** What a query of leases and charges asks for. */
export interface Scope {
  readonly projectId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly reservationId?: string | undefined;
  readonly userId?: string | undefined;
}

/** Conditions on the fields of the scope. */
export type ScopeConditions = NonNullable<Query['where']>;

/** Visibility of leases and charges: all for admins, operators and auditors; else of own projects, and own ones. */
export class Visibility {
  constructor(private readonly members: Collection<ProjectMembers>) {}

  /**
   * Narrows what was asked for to what the caller may see.
   * @throws RejectedError NOT_FOUND for a project or user that the caller may not see, like one that does not exist
   */
  async narrow(identity: Identity, scope: Scope): Promise<ScopeConditions> {
    const where = equalTo(scope);
    if (may(identity, 'readAll')) return where;
    if (scope.projectId !== undefined) {
      if (await this.#isMember(identity.userId, scope.projectId)) return where;
      throw notFound('project', 'projectId');
    }
    if (scope.userId !== undefined && scope.userId !== identity.userId) throw notFound('user', 'userId');
    const ofOne = scope.jobId !== undefined || scope.reservationId !== undefined;
    return ofOne ? where : equalTo({ ...scope, userId: identity.userId });
  }

  /** For what was found without knowing its project before, such as the leases of a job. */
  async maySee(
    identity: Identity,
    found: { readonly projectId: string; readonly userId: string },
  ): Promise<boolean> {
    if (may(identity, 'readAll') || found.userId === identity.userId) return true;
    return this.#isMember(identity.userId, found.projectId);
  }

  async #isMember(userId: string, projectId: string): Promise<boolean> {
    const project = await this.members.get(projectId);
    return project?.document.members.includes(userId) ?? false;
  }
}

const notFound = (what: string, field: string): RejectedError =>
  new RejectedError(reject('NOT_FOUND', `there is no such ${what}, or you may not see it`, field));
