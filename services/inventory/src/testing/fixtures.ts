import type { DeviceFacts, HostEvent, HostFacts } from '@berth/contracts/inventory/events';
import { idFromName } from '@berth/kernel/ids';
import type { Identity } from '@berth/service-host/operation';
import type { Role } from '@berth/contracts/auth/roles';

/** The id that a short name stands for in tests. */
export const idOf = (name: string): string => idFromName('test', name);

export const MORNING = '2026-03-01T08:00:00.000Z';

export const someFacts: HostFacts = {
  hostname: 'gpu-1.lab',
  addresses: ['10.0.0.7'],
  cpuCores: 16,
  memoryMiB: 65_536,
  agentVersion: '0.1.0',
};

export const aDevice = (uuid: string, more: Partial<DeviceFacts> = {}): DeviceFacts => ({
  uuid,
  index: 0,
  model: 'A100',
  memoryMiB: 40_960,
  simulated: false,
  ...more,
});

export const joined = (host = 'host', pool = 'pool', name = host): HostEvent => ({
  type: 'inventory.host.registered.v1',
  data: {
    hostId: idOf(host),
    poolId: idOf(pool),
    name,
    publicKey: 'U',
    joinTokenId: idOf('token'),
    joinedAt: MORNING,
  },
});

export const reported = (host = 'host', devices: DeviceFacts[] = [aDevice('GPU-1')]): HostEvent => ({
  type: 'inventory.host.reported.v1',
  data: { hostId: idOf(host), facts: someFacts, devices },
});

export const happened = <T extends 'returned' | 'stopped' | 'drained' | 'uncordoned'>(
  what: T,
  host = 'host',
) => ({
  type: `inventory.host.${what}.v1` as const,
  data: { hostId: idOf(host) },
});

export const lost = (host = 'host', lastSeen = MORNING): HostEvent => ({
  type: 'inventory.host.lost.v1',
  data: { hostId: idOf(host), lastSeen },
});

export const drainStarted = (host = 'host', reason = 'new power supply'): HostEvent => ({
  type: 'inventory.host.drainStarted.v1',
  data: { hostId: idOf(host), reason },
});

export const who = (role: Role, user: string = role): Identity => ({
  kind: 'user',
  userId: idOf(user),
  role,
  sessionId: idOf('session'),
});
