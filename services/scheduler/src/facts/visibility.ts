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
    return this.devicesOf(identity, poolId) !== 'none';
  }

  /** Devices of a pool that somebody may see: all, none (the pool itself is then invisible), or those granted to them or to a project of theirs. */
  devicesOf(identity: Identity, poolId: string): 'all' | 'none' | ReadonlySet<string> {
    if (!this.facts.pools.has(poolId)) return 'none';
    if (seesEverything(identity)) return 'all';
    const { userId } = identity;
    const granted = ['', ...this.projectsOf(userId)].flatMap(
      (projectId) => this.facts.entitlements.of({ userId, projectId, staff: false }, poolId) ?? [],
    );
    if (granted.length === 0) return 'none';
    if (granted.some(({ devices }) => devices === undefined)) return 'all';
    return new Set(granted.flatMap(({ devices }) => [...(devices ?? [])]));
  }

  projectsOf(userId: string): string[] {
    return this.facts.projects.find('member', userId).map(({ projectId }) => projectId);
  }

  private isMember(userId: string, projectId: string): boolean {
    const members = this.facts.projects.get(projectId)?.members;
    return members !== undefined && Object.hasOwn(members, userId);
  }
}
