import {
  DEFAULT_CPU_LIMITS,
  type HostEvent,
  type HostFacts,
  type SlotLimits,
  type DeviceFacts,
  type DeviceState,
  type HostCondition,
} from '@berth/contracts/inventory/events';
import type { HostConditionView, HostScheduling, HostStatus } from '@berth/contracts/inventory/views';
import { assertNever } from '@berth/kernel/assert-never';
import type { Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';
import { mergeReport, withState, type HostDevice } from './device.js';

type Of<Type extends string, Details = unknown> = {
  readonly type: Type;
  readonly hostId: string;
} & Readonly<Details>;

export interface HostChanges {
  readonly name?: string;
  readonly poolId?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly cpuLimits?: SlotLimits;
}

export type RegisterHost = Of<
  'registerHost',
  { poolId: string; name: string; publicKey: string; joinTokenId: string; joinedAt: string }
>;
/** A device that belongs to another host, as far as is known. */
export interface Contest {
  readonly uuid: string;
  readonly ownerId: string;
}
export interface DeviceFault {
  readonly uuid: string;
  readonly reason: string;
}
export type ReportHost = Of<
  'reportHost',
  {
    facts: HostFacts;
    devices: readonly DeviceFacts[];
    contested?: readonly Contest[];
    conditions?: readonly HostCondition[];
    /** All faulty or lost devices; undefined if the agent does not report them. */
    faults?: readonly DeviceFault[];
    now: string;
  }
>;
export type FailDevice = Of<'failDevice', { uuid: string; reason: string }>;
export type UpdateHost = Of<'updateHost', { changes: HostChanges }>;
export type SetDeviceState = Of<'setDeviceState', { uuid: string; state: DeviceState; reason?: string }>;
export type SetDeviceLimits = Of<'setDeviceLimits', { uuid: string; limits: SlotLimits }>;

export type HostCommand =
  | RegisterHost
  | ReportHost
  | FailDevice
  /** The agent deregistered. */
  | Of<'stopHost'>
  /** No heartbeat for too long. */
  | Of<'loseHost', { lastSeen: string }>
  | Of<'returnHost'>
  | Of<'cordonHost', { reason?: string }>
  | Of<'uncordonHost'>
  | Of<'drainHost', { reason?: string }>
  /** Its last lease has ended. */
  | Of<'completeDrain'>
  /** A lease began on a drained host, since the scheduler had not seen the drain yet. */
  | Of<'reopenDrain', { reason: string }>
  /** Whether it is in use was looked at before. */
  | Of<'removeHost', { reason?: string; now: string }>
  | UpdateHost
  | SetDeviceState
  | SetDeviceLimits;

export type Host = {
  readonly status: HostStatus;
  readonly id: string;
  readonly name: string;
  readonly poolId: string;
  readonly publicKey: string;
  readonly scheduling: HostScheduling;
  readonly schedulingReason?: string;
  readonly facts?: HostFacts;
  readonly devices: readonly HostDevice[];
  /** UUIDs in the latest report that were another host's. */
  readonly contested?: readonly string[];
  /** What its agent finds wrong with it as a whole; absent in documents of before this was kept. */
  readonly conditions?: readonly HostConditionView[];
  readonly cpuLimits: SlotLimits;
  readonly labels: { readonly [key: string]: string };
  readonly joinedAt: string;
  readonly removedAt?: string;
};
export type HostState = { readonly status: 'none' } | Host;

export type HostDecision = Result<readonly HostEvent[], Rejection>;

export const noHost: HostState = { status: 'none' };

export const hostStream = (hostId: string): string => `host:${hostId}`;

export function evolveHost(state: HostState, event: HostEvent): HostState {
  if (event.type === 'inventory.host.registered.v1') {
    const { hostId, poolId, name, publicKey, joinedAt } = event.data;
    const fresh = { devices: [], cpuLimits: DEFAULT_CPU_LIMITS, labels: {} };
    return { status: 'joining', scheduling: 'open', id: hostId, name, poolId, publicKey, joinedAt, ...fresh };
  }
  if (state.status === 'none') throw new Error(`${event.type} of a host that never joined`);
  return evolveRegistered(state, event);
}

type LaterEvent = Exclude<HostEvent, { type: 'inventory.host.registered.v1' }>;

function evolveRegistered(host: Host, event: LaterEvent): Host {
  switch (event.type) {
    case 'inventory.host.reported.v1': {
      const { facts, devices, contested } = event.data;
      return { ...host, status: 'online', facts, devices: mergeReport(host.devices, devices), contested };
    }
    case 'inventory.host.conditionsChanged.v1':
      return { ...host, conditions: event.data.conditions };
    case 'inventory.host.lost.v1':
      return { ...host, status: 'lost' };
    case 'inventory.host.returned.v1':
      return { ...host, status: 'online' };
    case 'inventory.host.stopped.v1':
      return { ...host, status: 'stopped' };
    case 'inventory.host.removed.v1':
      return { ...host, status: 'removed', removedAt: event.data.removedAt };
    case 'inventory.host.cordoned.v1':
      return { ...host, scheduling: 'cordoned', schedulingReason: event.data.reason };
    case 'inventory.host.uncordoned.v1':
      return { ...host, scheduling: 'open', schedulingReason: undefined };
    case 'inventory.host.drainStarted.v1':
      return { ...host, scheduling: 'draining', schedulingReason: event.data.reason };
    case 'inventory.host.drained.v1':
      return { ...host, scheduling: 'drained' };
    case 'inventory.host.updated.v1': {
      const { hostId: _, ...changes } = event.data;
      return { ...host, ...changes };
    }
    case 'inventory.host.deviceStateSet.v1': {
      const { uuid } = event.data;
      return withDevice(host, uuid, (device) => withState(device, event.data));
    }
    case 'inventory.host.deviceLimitsSet.v1':
      return withDevice(host, event.data.uuid, (device) => ({ ...device, limits: event.data.limits }));
    default:
      return assertNever(event);
  }
}

function withDevice(host: Host, uuid: string, change: (device: HostDevice) => HostDevice): Host {
  return {
    ...host,
    devices: host.devices.map((device) => (device.uuid === uuid ? change(device) : device)),
  };
}
