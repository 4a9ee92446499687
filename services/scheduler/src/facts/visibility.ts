import type { Identity } from '@berth/service-host/operation';
import { seesEverything } from './entitlement.js';
import type { Facts } from './facts.js';

/** Who may see what: jobs are for the members of their project, pools for those who may use them. */
export class Visibility {
  constructor(private readonly facts: Facts) {}

  ofJob(identity: Identity, { projectId }: { readonly projectId: string }): boolean {
    return seesEverything(identity) || this.isMember(identity.userId, projectId);
  }

  ofPool(identity: Identity, poolId: string): boolean {
    if (!this.facts.pools.has(poolId)) return false;
    if (seesEverything(identity)) return true;
    const { userId } = identity;
    const may = (projectId: string) =>
      this.facts.entitlements.of({ userId, projectId, staff: false }, poolId) !== undefined;
    return may('') || this.projectsOf(userId).some(may);
  }

  projectsOf(userId: string): string[] {
    return this.facts.projects.find('member', userId).map(({ projectId }) => projectId);
  }

  private isMember(userId: string, projectId: string): boolean {
    const members = this.facts.projects.get(projectId)?.members;
    return members !== undefined && Object.hasOwn(members, userId);
  }
}
