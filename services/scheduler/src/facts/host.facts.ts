import {
  DEFAULT_CPU_LIMITS,
  DEFAULT_GPU_LIMITS,
  type DeviceState,
  type HostCondition,
  type HostEvent,
  type SlotLimits,
} from '@berth/contracts/inventory/events';
import type { EffectiveDeviceState } from '@berth/contracts/inventory/views';
import { addMs } from '@berth/kernel/clock';
import { assertNever } from '@berth/kernel/assert-never';
import type { RecordedEvent } from '@berth/event-store';
import type { Projection } from '@berth/read-models';

/** What placement knows of a device. Memory in MiB. */
export type DeviceFact = {
  readonly uuid: string;
  readonly index: number;
  readonly model: string;
  readonly memoryMiB: number;
  readonly simulated: boolean;
  readonly state: EffectiveDeviceState;
  readonly limits: SlotLimits;
};

/** The scheduler's own copy of inventory's facts on a host. */
export type HostFact = {
  readonly hostId: string;
  readonly name: string;
  readonly poolId: string;
  /** What it calls itself; empty until it has reported. */
  readonly hostname: string;
  /** As reported by its agent, for runs on several hosts that must find each other. */
  readonly addresses: readonly string[];
  /** One that was removed is in no pool, for good; what names it is still found by its id. */
  readonly presence: 'joining' | 'online' | 'lost' | 'stopped' | 'removed';
  /** Absent in copies of before this was kept. */
  readonly joinedAt?: string;
  /** Of a host that is lost or stopped: its last heartbeat. Runs on it are not charged beyond that. */
  readonly goneAt: string | null;
  /** Positions in inventory's log at which it last came online, and at which it was last lost or stopped. */
  readonly onlineSince?: string;
  readonly goneSince?: string;
  readonly scheduling: 'open' | 'cordoned' | 'draining';
  /** What is wrong with it as a whole; absent in copies of before this was kept. */
  readonly conditions?: readonly HostCondition[];
  readonly cpuCores: number;
  readonly memoryMiB: number;
  readonly cpuLimits: SlotLimits;
  /** Jobs are not held apart there: only those of admins may go there. */
  readonly adminsOnly?: boolean;
  readonly devices: readonly DeviceFact[];
  /** Settings of devices outlive their absence from a report. */
  readonly settings: {
    readonly [uuid: string]: { readonly state?: DeviceState; readonly limits?: SlotLimits };
  };
};

/** Conditions under which a host takes no new work at all. `devicesUnreadable` excludes only its real devices. */
const CLOSES_HOST: { readonly [kind in HostCondition['kind']]: boolean } = {
  diskFull: true,
  devicesUnreadable: false,
};

/** What keeps all new work from it. */
export const closedBy = ({ conditions = [] }: Pick<HostFact, 'conditions'>): readonly HostCondition[] =>
  conditions.filter(({ kind }) => CLOSES_HOST[kind]);

/** As far as is known of it, it takes new work. */
export const isOpen = (host: HostFact): boolean =>
  host.presence === 'online' && host.scheduling === 'open' && closedBy(host).length === 0;

/** The state of its runs is unknown. */
export const isGone = (host: HostFact): boolean =>
  host.presence === 'lost' || host.presence === 'stopped' || isRemoved(host);

/** Its reports are ignored. */
export const isRemoved = ({ presence }: Pick<HostFact, 'presence'>): boolean => presence === 'removed';

/** It has reported its devices. */
export const hasReported = ({ presence }: Pick<HostFact, 'presence'>): boolean => presence !== 'joining';

/** Seconds are usual. An agent that has not reported by then may never do so. */
const JOINING_MS = 15 * 60_000;

/** It has just joined, and is about to report its devices. */
export const isJoining = (
  { presence, joinedAt }: Pick<HostFact, 'presence' | 'joinedAt'>,
  now: string,
): boolean => presence === 'joining' && joinedAt !== undefined && now < addMs(joinedAt, JOINING_MS);

/** Its devices cannot be read at present: it may have others than those reported, if any. */
export const isUnreadable = ({ presence, conditions = [] }: HostFact): boolean =>
  presence === 'online' && conditions.some(({ kind }) => kind === 'devicesUnreadable');

/**
 * Whether the capacity of a pool is known: hosts have reported, and none is about to. Else no demand can be called
 * too large for it.
 */
export const areAllKnown = (hosts: readonly HostFact[], now: string): boolean =>
  hosts.some(hasReported) && !hosts.some((host) => isJoining(host, now) || isUnreadable(host));

export const hostFacts: Projection<HostFact, HostEvent> = {
  name: 'facts-hosts',
  version: 5,
  collection: { name: 'facts_hosts', indexes: [] },
  keys: (event) => (event.type.startsWith('inventory.host.') ? [String(event.data['hostId'])] : []),
  evolve: (host, event) => evolveHost(host, event),
};

function evolveHost(
  host: HostFact | undefined,
  event: HostEvent & Pick<RecordedEvent, 'recordedAt' | 'position'>,
): HostFact {
  if (event.type === 'inventory.host.registered.v1') {
    const { hostId, name, poolId, joinedAt } = event.data;
    return {
      hostId,
      name,
      poolId,
      joinedAt,
      hostname: '',
      addresses: [],
      presence: 'joining',
      goneAt: null,
      scheduling: 'open',
      cpuCores: 0,
      memoryMiB: 0,
      cpuLimits: DEFAULT_CPU_LIMITS,
      devices: [],
      settings: {},
    };
  }
  if (!host) throw new Error(`${event.type} on a host that never registered`);
  switch (event.type) {
    case 'inventory.host.reported.v1': {
      const { facts, devices } = event.data;
      const known = devices.map((device) => ({
        uuid: device.uuid,
        index: device.index,
        model: device.model,
        memoryMiB: device.memoryMiB,
        simulated: device.simulated,
        state: stateOf(device, host),
        limits: host.settings[device.uuid]?.limits ?? DEFAULT_GPU_LIMITS,
      }));
      const joined =
        host.presence === 'joining' ? ({ presence: 'online', onlineSince: event.position } as const) : {};
      const { hostname, addresses, cpuCores, memoryMiB, adminsOnly } = facts;
      const told = { hostname, addresses, cpuCores, memoryMiB, adminsOnly: adminsOnly === true };
      return { ...host, ...joined, ...told, devices: known };
    }
    case 'inventory.host.conditionsChanged.v1': {
      const conditions = event.data.conditions.map(({ kind, message }) => ({ kind, message }));
      return withStates({ ...host, conditions });
    }
    case 'inventory.host.lost.v1':
      return { ...host, presence: 'lost', goneAt: event.data.lastSeen, goneSince: event.position };
    case 'inventory.host.stopped.v1':
      return {
        ...host,
        presence: 'stopped',
        goneAt: host.goneAt ?? event.recordedAt,
        goneSince: event.position,
      };
    case 'inventory.host.removed.v1':
      return {
        ...host,
        presence: 'removed',
        goneAt: host.goneAt ?? event.data.removedAt,
        goneSince: event.position,
      };
    case 'inventory.host.returned.v1':
      return { ...host, presence: 'online', goneAt: null, onlineSince: event.position };
    case 'inventory.host.cordoned.v1':
      return { ...host, scheduling: 'cordoned' };
    case 'inventory.host.uncordoned.v1':
      return { ...host, scheduling: 'open' };
    case 'inventory.host.drainStarted.v1':
      return { ...host, scheduling: 'draining' };
    case 'inventory.host.drained.v1':
      return host;
    case 'inventory.host.updated.v1': {
      const { name = host.name, poolId = host.poolId, cpuLimits = host.cpuLimits } = event.data;
      return { ...host, name, poolId, cpuLimits };
    }
    case 'inventory.host.deviceStateSet.v1':
      return withSetting(host, event.data.uuid, { state: event.data.state });
    case 'inventory.host.deviceLimitsSet.v1':
      return withSetting(host, event.data.uuid, { limits: event.data.limits });
    default:
      return assertNever(event);
  }
}

type StateSource = Pick<HostFact, 'settings' | 'conditions'>;

/** What a person or an error took out of service stays so, whether it can be read or not. */
function stateOf(
  { uuid, simulated }: Pick<DeviceFact, 'uuid' | 'simulated'>,
  { settings, conditions = [] }: StateSource,
): EffectiveDeviceState {
  const state = settings[uuid]?.state ?? 'available';
  const unreadable = !simulated && conditions.some(({ kind }) => kind === 'devicesUnreadable');
  return state === 'available' && unreadable ? 'unreadable' : state;
}

const withStates = (host: HostFact): HostFact => ({
  ...host,
  devices: host.devices.map((device) => ({ ...device, state: stateOf(device, host) })),
});

function withSetting(
  host: HostFact,
  uuid: string,
  change: { state?: DeviceState; limits?: SlotLimits },
): HostFact {
  const { limits } = change;
  const devices = host.devices.map((device) =>
    device.uuid === uuid && limits ? { ...device, limits } : device,
  );
  const settings = { ...host.settings, [uuid]: { ...host.settings[uuid], ...change } };
  return withStates({ ...host, devices, settings });
}
