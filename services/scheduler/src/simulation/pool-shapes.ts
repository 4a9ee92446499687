import { may } from '@berth/contracts/permissions';
import type { Identity } from '@berth/service-host/operation';
import type { Facts } from '../facts/facts.js';
import type { HostFact } from '../facts/host.facts.js';
import { findPool } from '../facts/project-and-pool.js';
import type { Visibility } from '../facts/visibility.js';
import { inService } from './engine/cluster.js';

/** The hosts of a pool as the caller may see them: with the devices that their grants name, and no others. */
export class PoolShapes {
  constructor(
    private readonly facts: Facts,
    private readonly visibility: Visibility,
  ) {}

  /** @throws RejectedError for a pool that the caller may not use as for one that is not there */
  idOf(identity: Identity, nameOrId: string): string {
    return findPool(this.facts, this.visibility, identity, nameOrId).poolId;
  }

  hostsOf(identity: Identity, poolId: string): readonly HostFact[] {
    const hosts = inService(this.facts.hostsOf(poolId));
    if (may(identity, 'readAll')) return hosts;
    const visible = this.#visibleTo(identity, poolId);
    if (!visible) return hosts;
    return hosts.flatMap((host) => {
      const devices = host.devices.filter(({ uuid }) => visible.has(uuid));
      return devices.length > 0 ? [{ ...host, devices }] : [];
    });
  }

  /** Undefined: all of them. */
  #visibleTo({ userId }: Identity, poolId: string): ReadonlySet<string> | undefined {
    const projects = ['', ...this.visibility.projectsOf(userId)];
    const entitlements = projects.flatMap(
      (projectId) => this.facts.entitlements.of({ userId, projectId, staff: false }, poolId) ?? [],
    );
    if (entitlements.some(({ devices }) => devices === undefined)) return undefined;
    return new Set(entitlements.flatMap(({ devices }) => [...(devices ?? [])]));
  }
}
