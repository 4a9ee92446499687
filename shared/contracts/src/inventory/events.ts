import { z } from 'zod';
import { defineEvent, type EventOf } from '../define.js';
import { id, instant, recordedName } from '../fields.js';

export const deviceStates = ['available', 'error', 'disabled'] as const;
export const deviceState = z.enum(deviceStates);
export type DeviceState = z.output<typeof deviceState>;

/** What the agent found. `uuid` is nvidia-smi's, or `SIM-…` for a simulated device. Memory in MiB; 0 where it is not known. */
export const deviceFacts = z.object({
  uuid: z.string().min(1).max(100),
  index: z.number().int().min(0),
  model: z.string().min(1).max(120),
  memoryMiB: z.number().int().min(0),
  pciBusId: z.string().max(40).optional(),
  driverVersion: z.string().max(40).optional(),
  cudaVersion: z.string().max(20).optional(),
  computeCapability: z.string().max(20).optional(),
  migMode: z.enum(['enabled', 'disabled']).optional(),
  parentUuid: z.string().max(100).optional(),
  simulated: z.boolean().default(false),
});
export type DeviceFacts = z.output<typeof deviceFacts>;

export const hostFacts = z.object({
  hostname: z.string().min(1).max(253),
  addresses: z.array(z.string().max(60)).max(32).default([]),
  os: z.string().max(200).optional(),
  cpuModel: z.string().max(200).optional(),
  cpuCores: z.number().int().min(1),
  memoryMiB: z.number().int().min(1),
  agentVersion: z.string().max(40),
  pythonVersion: z.string().max(40).optional(),
  torchVersion: z.string().max(40).optional(),
  limits: z.string().max(300).optional(),
  /** How jobs are isolated from the platform and from each other. */
  isolation: z.string().max(500).optional(),
  /** They are not, so that it takes jobs of admins only. */
  adminsOnly: z.boolean().optional(),
});
export type HostFacts = z.output<typeof hostFacts>;

/**
 * What is wrong with a host as a whole, as its agent finds it, for as long as it holds. `diskFull`: no room for the files
 * of runs. `devicesUnreadable`: nothing can be said of its real devices.
 */
export const hostConditionKinds = ['diskFull', 'devicesUnreadable'] as const;
const hostConditionKind = z.enum(hostConditionKinds);
export type HostConditionKind = z.output<typeof hostConditionKind>;
/** `message`: what is so, and what to do, in a sentence; the same for as long as the same is so. */
export const hostCondition = z.object({ kind: hostConditionKind, message: z.string().min(1).max(500) });
export type HostCondition = z.output<typeof hostCondition>;

/** How many leases of a class a device (or the host's CPU) holds at once. */
export const slotLimits = z.object({
  training: z.number().int().min(0).max(64),
  inference: z.number().int().min(0).max(64),
});
export type SlotLimits = z.output<typeof slotLimits>;
export const DEFAULT_GPU_LIMITS: SlotLimits = { training: 1, inference: 3 };
export const DEFAULT_CPU_LIMITS: SlotLimits = { training: 2, inference: 4 };

const hostId = id;
const poolId = id;

export const hostEvents = {
  registered: defineEvent(
    'inventory.host.registered.v1',
    'An agent joined with a join token.',
    z.object({
      hostId,
      poolId,
      name: recordedName,
      publicKey: z.string(),
      joinTokenId: id,
      joinedAt: instant,
    }),
  ),
  reported: defineEvent(
    'inventory.host.reported.v1',
    'The agent reported the host and its devices (only after a change). contested: UUIDs that belong to another host.',
    z.object({
      hostId,
      facts: hostFacts,
      devices: z.array(deviceFacts),
      contested: z.array(z.string()).min(1).optional(),
    }),
  ),
  conditionsChanged: defineEvent(
    'inventory.host.conditionsChanged.v1',
    'All current problems of the host as a whole, as reported by its agent; an empty list if there are none.',
    z.object({
      hostId,
      conditions: z.array(hostCondition.extend({ since: instant })).max(hostConditionKinds.length),
    }),
  ),
  lost: defineEvent(
    'inventory.host.lost.v1',
    'The heartbeat timed out; lastSeen is the last heartbeat.',
    z.object({ hostId, lastSeen: instant }),
  ),
  returned: defineEvent(
    'inventory.host.returned.v1',
    'The host sends heartbeats again after it was lost or stopped.',
    z.object({ hostId }),
  ),
  stopped: defineEvent('inventory.host.stopped.v1', 'The agent deregistered.', z.object({ hostId })),
  cordoned: defineEvent(
    'inventory.host.cordoned.v1',
    'The host takes no new work.',
    z.object({ hostId, reason: z.string().optional() }),
  ),
  uncordoned: defineEvent('inventory.host.uncordoned.v1', 'The host takes work again.', z.object({ hostId })),
  drainStarted: defineEvent(
    'inventory.host.drainStarted.v1',
    'The host takes no new work; it is drained when its last lease ends.',
    z.object({ hostId, reason: z.string().optional() }),
  ),
  drained: defineEvent(
    'inventory.host.drained.v1',
    'The host is drained: its last lease has ended.',
    z.object({ hostId }),
  ),
  removed: defineEvent(
    'inventory.host.removed.v1',
    'Removed permanently: it takes no work, its key is revoked, and its runs are lost.',
    z.object({ hostId, reason: z.string().optional(), removedAt: instant }),
  ),
  updated: defineEvent(
    'inventory.host.updated.v1',
    'Name, labels, pool or limits edited.',
    z.object({
      hostId,
      name: recordedName.optional(),
      poolId: poolId.optional(),
      labels: z.record(z.string(), z.string()).optional(),
      cpuLimits: slotLimits.optional(),
    }),
  ),
  deviceStateSet: defineEvent(
    'inventory.host.deviceStateSet.v1',
    'A device was set to available, disabled or error.',
    z.object({
      hostId,
      uuid: z.string(),
      state: deviceState,
      reason: z.string().optional(),
      // its agent found it out, and says when it is over
      byAgent: z.literal(true).optional(),
    }),
  ),
  deviceLimitsSet: defineEvent(
    'inventory.host.deviceLimitsSet.v1',
    'Slots per class of a device.',
    z.object({ hostId, uuid: z.string(), limits: slotLimits }),
  ),
};
export type HostEvent = EventOf<typeof hostEvents>;

export const poolEvents = {
  created: defineEvent(
    'inventory.pool.created.v1',
    'A pool and its policy.',
    z.object({
      poolId,
      name: recordedName,
      description: z.string().optional(),
      approval: z.boolean(),
      priceLabel: z.string().optional(),
      maxQueuedPerUser: z.number().int().min(1),
      createdAt: instant,
    }),
  ),
  updated: defineEvent(
    'inventory.pool.updated.v1',
    'Name or policy changed.',
    z.object({
      poolId,
      name: recordedName.optional(),
      description: z.string().optional(),
      approval: z.boolean().optional(),
      priceLabel: z.string().optional(),
      maxQueuedPerUser: z.number().int().min(1).optional(),
    }),
  ),
};
export type PoolEvent = EventOf<typeof poolEvents>;

/** What a claimed name is for: the pool's event that is to follow. */
export const poolIntent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create'), pool: poolEvents.created.schema }),
  z.object({ kind: z.literal('update'), pool: poolEvents.updated.schema }),
]);
export type PoolIntent = z.output<typeof poolIntent>;

/** A claim makes a pool's name unique: its stream is named by the name, whatever its case. */
export const poolNameEvents = {
  claimed: defineEvent(
    'inventory.poolName.claimed.v1',
    'The name is claimed for a pool, or for the intent to create or rename it.',
    z.object({ nameId: id, name: recordedName, poolId, intent: poolIntent }),
  ),
  released: defineEvent(
    'inventory.poolName.released.v1',
    'The name is free again.',
    z.object({ nameId: id, poolId }),
  ),
};
export type PoolNameEvent = EventOf<typeof poolNameEvents>;

/** Priority 0 goes before 1 before 2. The subject is a user or a project; the object a pool or one device. */
export const grantEvents = {
  created: defineEvent(
    'inventory.grant.created.v1',
    'A user or project may use a pool or device.',
    z.object({
      grantId: id,
      userId: id.optional(),
      projectId: id.optional(),
      poolId,
      deviceUuid: z.string().optional(),
      priority: z.number().int().min(0).max(2),
      timeMultiplier: z.number().positive().max(100),
      maxHours: z.number().positive().max(8784),
      createdAt: instant,
    }),
  ),
  revoked: defineEvent('inventory.grant.revoked.v1', 'The grant was revoked.', z.object({ grantId: id })),
};
export type GrantEvent = EventOf<typeof grantEvents>;

export const joinTokenEvents = {
  created: defineEvent(
    'inventory.joinToken.created.v1',
    'A token that lets hosts join a pool; only its hash is kept.',
    z.object({
      tokenId: id,
      poolId,
      hash: z.string(),
      expiresAt: instant.optional(),
      maxUses: z.number().int().min(1).optional(),
    }),
  ),
  used: defineEvent(
    'inventory.joinToken.used.v1',
    'A host joined with the token.',
    z.object({ tokenId: id, hostId }),
  ),
  revoked: defineEvent('inventory.joinToken.revoked.v1', 'The token was revoked.', z.object({ tokenId: id })),
};
export type JoinTokenEvent = EventOf<typeof joinTokenEvents>;
