import type { UserEvent, ProjectEvent } from '@berth/contracts/auth/events';
import type { Role } from '@berth/contracts/auth/roles';
import type { GrantEvent, HostCondition, HostEvent, PoolEvent } from '@berth/contracts/inventory/events';
import type { RecordedEvent } from '@berth/event-store';
import { recorded } from '@berth/read-models/testing';
import { idFromName } from '@berth/kernel/ids';
import { NOW, poolId, projectId, userId } from './fixtures.js';

export type ForeignEvent = UserEvent | ProjectEvent | GrantEvent | HostEvent | PoolEvent;
const sealed = { keyId: 'user:test', iv: '', data: '' };

export const aUser = (id = userId, role: Role = 'member'): ForeignEvent => ({
  type: 'auth.user.registered.v1',
  data: { userId: id, role, status: 'active', profile: sealed, verifier: sealed },
});
export const aProject = (id = projectId, name = 'vision', leadId = userId): ForeignEvent => ({
  type: 'auth.project.created.v1',
  data: { projectId: id, name, leadId },
});
export const aPool = (
  id = poolId,
  change: { name?: string; approval?: boolean; max?: number } = {},
): ForeignEvent => ({
  type: 'inventory.pool.created.v1',
  data: {
    poolId: id,
    name: change.name ?? 'lab',
    approval: change.approval ?? false,
    maxQueuedPerUser: change.max ?? 100,
    createdAt: NOW,
  },
});
export const aGrant = (
  change: Partial<Extract<GrantEvent, { type: `${string}created.v1` }>['data']> = {},
): ForeignEvent => ({
  type: 'inventory.grant.created.v1',
  data: {
    grantId: idFromName('grant', JSON.stringify(change)),
    ...(change.projectId === undefined ? { userId } : {}),
    poolId,
    priority: 1,
    timeMultiplier: 1,
    maxHours: 48,
    createdAt: NOW,
    ...change,
  },
});

/** A host that has joined and reported its GPUs. */
export const someGpus = (hostId: string, gpus: number, name = 'one', pool = poolId): ForeignEvent[] => [
  {
    type: 'inventory.host.registered.v1',
    data: { hostId, poolId: pool, name, publicKey: 'U', joinTokenId: hostId, joinedAt: NOW },
  },
  {
    type: 'inventory.host.reported.v1',
    data: {
      hostId,
      facts: { hostname: name, addresses: [], cpuCores: 16, memoryMiB: 65_536, agentVersion: '0.1.0' },
      devices: Array.from({ length: gpus }, (_, index) => ({
        uuid: `GPU-${name}-${index}`,
        index,
        model: 'Tesla T4',
        memoryMiB: 15_360,
        simulated: false,
      })),
    },
  },
];
export const lost = (hostId: string, lastSeen = NOW): ForeignEvent => ({
  type: 'inventory.host.lost.v1',
  data: { hostId, lastSeen },
});
export const returned = (hostId: string): ForeignEvent => ({
  type: 'inventory.host.returned.v1',
  data: { hostId },
});
/** What is wrong with a host as a whole; nothing, where none is given. */
export const conditions = (hostId: string, ...found: readonly HostCondition[]): ForeignEvent => ({
  type: 'inventory.host.conditionsChanged.v1',
  data: { hostId, conditions: found.map((condition) => ({ ...condition, since: NOW })) },
});
export const stopped = (hostId: string): ForeignEvent => ({
  type: 'inventory.host.stopped.v1',
  data: { hostId },
});

export const removed = (hostId: string): ForeignEvent => ({
  type: 'inventory.host.removed.v1',
  data: { hostId, removedAt: NOW },
});

/** Gives events their places, as the one store they come from would. */
export class ForeignLog {
  #place = 0;

  record(...events: readonly ForeignEvent[]): RecordedEvent[] {
    return events.map((event) => recorded(event, (this.#place += 1)));
  }
}
