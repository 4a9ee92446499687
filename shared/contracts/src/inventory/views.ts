import {
  deviceStates,
  type DeviceFacts,
  type HostConditionKind,
  type HostFacts,
  type SlotLimits,
} from './events.js';

/** `removed` is for good; such a host is in no list. */
export const hostStatuses = ['joining', 'online', 'lost', 'stopped', 'removed'] as const;
export type HostStatus = (typeof hostStatuses)[number];
export const hostSchedulings = ['open', 'cordoned', 'draining', 'drained'] as const;
export type HostScheduling = (typeof hostSchedulings)[number];

/** `unreadable`: in service, but its host can't say anything of it just now. */
export const effectiveDeviceStates = [...deviceStates, 'unreadable'] as const;
export type EffectiveDeviceState = (typeof effectiveDeviceStates)[number];

export type HostConditionView = {
  readonly kind: HostConditionKind;
  /** When it was first reported. */
  readonly since: string;
  readonly message: string;
};

export type DeviceView = DeviceFacts & {
  readonly hostId: string;
  readonly poolId: string;
  readonly state: EffectiveDeviceState;
  readonly stateReason?: string;
  readonly limits: SlotLimits;
  /** No longer found by the agent. */
  readonly missing: boolean;
};

export type HostView = {
  readonly id: string;
  readonly name: string;
  readonly poolId: string;
  readonly status: HostStatus;
  readonly scheduling: HostScheduling;
  /** Why it is cordoned or drained, where that was said. */
  readonly schedulingReason?: string;
  /** What is wrong with it as a whole. */
  readonly conditions: readonly HostConditionView[];
  readonly facts?: HostFacts;
  readonly cpuLimits: SlotLimits;
  readonly labels: { readonly [key: string]: string };
  readonly devices: readonly DeviceView[];
  readonly lastSeen?: string;
  readonly joinedAt: string;
  readonly removedAt?: string;
};

export type PoolView = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly approval: boolean;
  readonly priceLabel?: string;
  readonly maxQueuedPerUser: number;
  readonly createdAt: string;
};

export const grantStatuses = ['active', 'revoked'] as const;

export type GrantView = {
  readonly id: string;
  readonly userId?: string;
  readonly projectId?: string;
  readonly poolId: string;
  readonly deviceUuid?: string;
  readonly priority: number;
  readonly timeMultiplier: number;
  readonly maxHours: number;
  readonly status: (typeof grantStatuses)[number];
  readonly createdAt: string;
};

/** Hosts join with an active one only. */
export const joinTokenStates = ['active', 'expired', 'usedUp', 'revoked'] as const;
export type JoinTokenListState = (typeof joinTokenStates)[number];
