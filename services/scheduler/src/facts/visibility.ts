import { may } from '@berth/contracts/permissions';
import type { Identity } from '@berth/service-host/operation';
import type { JsonObject } from '@berth/kernel/json';
import type { Facts } from './facts.js';
import { withoutHidden } from './hidden-devices.js';

/** Who may see what: jobs are for the members of their project, pools for those who may use them. */
export class Visibility {
  constructor(private readonly facts: Facts) {}

  ofJob(identity: Identity, { projectId }: { readonly projectId: string }): boolean {
    return may(identity, 'readAll') || this.#isMember(identity.userId, projectId);
  }

  ofPool(identity: Identity, poolId: string): boolean {
    return this.devicesOf(identity, poolId) !== 'none';
  }

  /**
   * Devices of a pool that a user may see: all, none (the pool itself is then invisible), or those granted to them
   * or to a project of theirs.
   */
  devicesOf(identity: Identity, poolId: string): 'all' | 'none' | ReadonlySet<string> {
    if (!this.facts.pools.has(poolId)) return 'none';
    if (may(identity, 'readAll')) return 'all';
    const { userId } = identity;
    const granted = ['', ...this.projectsOf(userId)].flatMap(
      (projectId) => this.facts.entitlements.of({ userId, projectId, staff: false }, poolId) ?? [],
    );
    if (granted.length === 0) return 'none';
    if (granted.some(({ devices }) => devices === undefined)) return 'all';
    return new Set(granted.flatMap(({ devices }) => [...(devices ?? [])]));
  }

  /** Whether a user sees a device of a pool. What is their own they see whole. */
  seesDevice(
    identity: Identity,
    { poolId, userId }: { readonly poolId: string; readonly userId?: string },
  ): (uuid: string) => boolean {
    const visible = userId === identity.userId ? 'all' : this.devicesOf(identity, poolId);
    return (uuid) => visible === 'all' || (visible !== 'none' && visible.has(uuid));
  }

  /** Whether a user sees a device in any of the pools. */
  seesSomewhere(identity: Identity, uuid: string): boolean {
    return [...this.facts.pools.values()].some(({ poolId }) => this.seesDevice(identity, { poolId })(uuid));
  }

  /** Whether a user sees a host: one of which they see a device, or all hosts of a pool that they see whole. */
  seesHost(identity: Identity, hostId: string): boolean {
    if (may(identity, 'readAll')) return true;
    const host = this.facts.hosts.get(hostId);
    if (!host) return false;
    const visible = this.devicesOf(identity, host.poolId);
    return visible === 'all' || (visible !== 'none' && host.devices.some(({ uuid }) => visible.has(uuid)));
  }

  /** Leaves out of data whatever names devices that a user does not see; undefined where they see all. */
  hidingDevices(
    identity: Identity,
    of: { readonly poolId: string; readonly userId?: string },
  ): ((data: JsonObject) => JsonObject) | undefined {
    if (of.userId === identity.userId || this.devicesOf(identity, of.poolId) === 'all') return undefined;
    const sees = this.seesDevice(identity, of);
    const seesHost = (hostId: string) =>
      this.facts.hosts.get(hostId)?.devices.some(({ uuid }) => sees(uuid)) ?? false;
    return (data) => withoutHidden(data, sees, seesHost);
  }

  projectsOf(userId: string): string[] {
    return this.facts.projects.find('member', userId).map(({ projectId }) => projectId);
  }

  #isMember(userId: string, projectId: string): boolean {
    const members = this.facts.projects.get(projectId)?.members;
    return members !== undefined && Object.hasOwn(members, userId);
  }
}
