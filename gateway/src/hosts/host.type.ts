import {
  deviceStates,
  hostConditionKinds,
  slotLimits,
  type HostFacts,
  type SlotLimits,
} from '@berth/contracts/inventory/events';
import {
  effectiveDeviceStates,
  hostSchedulings,
  hostStatuses,
  type DeviceView,
  type HostConditionView,
  type HostView,
} from '@berth/contracts/inventory/views';
import { builder } from '../graphql/builder.js';
import { deriveInputType } from '../graphql/derived-input.js';
import { enumOf } from '../graphql/enum.js';
import { Pool } from './pool.type.js';
import { sharingOf, type Sharing } from './sharing.js';

export const DeviceStateEnum = enumOf('DeviceState', {
  description: 'State that can be set for a device.',
  values: deviceStates,
});
export const EffectiveDeviceStateEnum = enumOf('EffectiveDeviceState', {
  description:
    'Effective state of a device. Only available devices are allocated. An unreadable device cannot be queried at the moment and becomes available again by itself.',
  values: effectiveDeviceStates,
});
const DeviceSharingEnum = enumOf('DeviceSharing', {
  description: 'How runs on a device are isolated from each other.',
  values: [
    'wholeDevice',
    'migSlice',
    'migSliceShared',
    'sharedWithoutIsolation',
  ] satisfies readonly Sharing[],
  valueDescriptions: {
    wholeDevice: 'One run at a time uses the whole device.',
    migSlice: 'One run at a time uses the slice, which is isolated from other slices by hardware (MIG).',
    migSliceShared:
      'Several runs share the slice without isolation; the slice is isolated from other slices by hardware.',
    sharedWithoutIsolation:
      'Several runs may share the device without isolation: one can use all memory or slow down the others.',
  },
});
export const HostStatusEnum = enumOf('HostStatus', {
  description: 'Connection status of a host. A removed host is not listed and never returns.',
  values: hostStatuses,
});
export const HostSchedulingEnum = enumOf('HostScheduling', {
  description: 'Whether a host takes new work; only open hosts do.',
  values: hostSchedulings,
});

const HostConditionKindEnum = enumOf('HostConditionKind', {
  description: 'What is wrong with a host as a whole.',
  values: [...hostConditionKinds, 'startFailures'] as const,
  valueDescriptions: {
    diskFull: 'No room is left for the files of runs. The host takes no new work.',
    devicesUnreadable:
      'Nothing can be read of its devices, so they take no work. Work on its CPU and simulated devices goes on.',
    startFailures:
      'Several starts in a row failed. The host takes no job until an instant, then one at a time until one has started.',
  },
});
type ShownCondition = Omit<HostConditionView, 'kind'> & {
  readonly kind: HostConditionView['kind'] | 'startFailures';
  readonly until?: string;
};
const HostCondition = builder.objectRef<ShownCondition>('HostCondition').implement({
  description: 'A problem of a host as a whole. Active runs are not affected.',
  fields: (t) => ({
    kind: t.field({
      type: HostConditionKindEnum,
      description: 'Kind of the problem.',
      resolve: ({ kind }) => kind,
    }),
    since: t.field({
      type: 'DateTime',
      description: 'When it was first reported.',
      resolve: ({ since }) => since,
    }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the host is tried again at the latest; null if unknown.',
      resolve: ({ until }) => until,
    }),
    message: t.exposeString('message', { description: 'Description and recommended action.' }),
  }),
});

const Slots = builder.objectRef<SlotLimits>('SlotLimits').implement({
  description: 'How many runs of each class may share a device, or the CPU of a host.',
  fields: (t) => ({
    training: t.exposeInt('training', { description: 'Maximum number of concurrent training runs.' }),
    inference: t.exposeInt('inference', { description: 'Maximum number of concurrent inference runs.' }),
  }),
});

deriveInputType(slotLimits, {
  name: 'SlotLimitsInput',
  description: 'How many runs of each class may share a device, or the CPU of a host.',
  fields: { training: '0 to 64.', inference: '0 to 64.' },
});

/** A device that is shown within its host has the host with it. */
type ShownDevice = DeviceView & { readonly host?: HostView };

export const Device = builder.objectRef<ShownDevice>('Device').implement({
  description: 'One GPU, or a MIG slice of one.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'UUID of the device, as reported by nvidia-smi.' }),
    index: t.exposeInt('index', {
      description:
        'Index on the host: cuda:0, cuda:1, … Unique among the present devices; pciBusId identifies the slot.',
    }),
    model: t.exposeString('model', { description: 'Name of the model.' }),
    memoryMiB: t.int({
      nullable: true,
      description: 'Memory in MiB; null if the driver does not report it.',
      resolve: ({ memoryMiB }) => (memoryMiB > 0 ? memoryMiB : null),
    }),
    pciBusId: t.exposeString('pciBusId', { nullable: true, description: 'PCI bus id.' }),
    driverVersion: t.exposeString('driverVersion', { nullable: true, description: 'Version of the driver.' }),
    cudaVersion: t.exposeString('cudaVersion', {
      nullable: true,
      description: 'CUDA version supported by the driver.',
    }),
    computeCapability: t.exposeString('computeCapability', {
      nullable: true,
      description: 'For example 8.0.',
    }),
    migMode: t.string({
      nullable: true,
      description: '`enabled` or `disabled` if the device supports MIG.',
      resolve: (device) => device.migMode,
    }),
    parentUuid: t.exposeString('parentUuid', {
      nullable: true,
      description: 'The GPU that a slice is part of.',
    }),
    simulated: t.exposeBoolean('simulated', { description: 'Whether the device is simulated.' }),
    state: t.field({
      type: EffectiveDeviceStateEnum,
      description: 'Effective state.',
      resolve: (device) => device.state,
    }),
    stateReason: t.exposeString('stateReason', { nullable: true, description: 'Reason for the state.' }),
    missing: t.exposeBoolean('missing', { description: 'Whether the agent no longer finds it.' }),
    limits: t.field({
      type: Slots,
      description: 'Limits of concurrent runs.',
      resolve: (device) => device.limits,
    }),
    sharing: t.field({
      type: DeviceSharingEnum,
      description: 'How runs on it are isolated, given its limits and MIG.',
      resolve: sharingOf,
    }),
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Host of the device.',
      resolve: ({ host, hostId }, _args, { loaders }) => host ?? loaders.hosts().load(hostId),
    }),
  }),
});

const Facts = builder.objectRef<HostFacts>('HostFacts').implement({
  description: 'Hardware and software as reported by the agent.',
  fields: (t) => ({
    hostname: t.exposeString('hostname', { description: 'Name on the network.' }),
    addresses: t.field({
      type: ['String'],
      description: 'Addresses.',
      resolve: (facts) => [...facts.addresses],
    }),
    os: t.exposeString('os', { nullable: true, description: 'Operating system.' }),
    cpuModel: t.exposeString('cpuModel', { nullable: true, description: 'Name of the CPU.' }),
    cpuCores: t.exposeInt('cpuCores', { description: 'Cores.' }),
    memoryMiB: t.exposeInt('memoryMiB', { description: 'Memory in MiB.' }),
    agentVersion: t.exposeString('agentVersion', { description: 'Version of the agent.' }),
    pythonVersion: t.exposeString('pythonVersion', {
      nullable: true,
      description: 'Version of Python, if there is one.',
    }),
    torchVersion: t.exposeString('torchVersion', {
      nullable: true,
      description: 'Version of PyTorch, if there is one.',
    }),
    limits: t.exposeString('limits', {
      nullable: true,
      description: 'How CPU and memory limits of jobs are enforced.',
    }),
    isolation: t.exposeString('isolation', {
      nullable: true,
      description: 'How jobs are isolated from the platform and from each other.',
    }),
    adminsOnly: t.boolean({
      description: 'Whether the host takes jobs of admins only, because it cannot isolate jobs.',
      resolve: (facts) => facts.adminsOnly ?? false,
    }),
  }),
});

export const Host = builder.nodeRef(builder.objectRef<HostView>('Host'), {
  id: { resolve: (host: HostView) => host.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.hosts().load(String(id)))),
});

Host.implement({
  description: 'A machine with an agent on it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique name.' }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'The pool it belongs to.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    status: t.field({
      type: HostStatusEnum,
      description: 'Connection status.',
      resolve: (host) => host.status,
    }),
    scheduling: t.field({
      type: HostSchedulingEnum,
      description: 'Whether it takes new work.',
      resolve: (host) => host.scheduling,
    }),
    conditions: t.field({
      type: [HostCondition],
      description: 'Current problems; the host takes work again by itself when they are resolved.',
      resolve: async ({ id, conditions }, _args, { loaders }): Promise<ShownCondition[]> => {
        const quarantine = await loaders.quarantines().load(id);
        return [...conditions, ...(quarantine ? [{ ...quarantine, kind: 'startFailures' as const }] : [])];
      },
    }),
    facts: t.field({
      type: Facts,
      nullable: true,
      description: 'Hardware and software; null until its agent has reported.',
      resolve: (host) => host.facts,
    }),
    cpuLimits: t.field({
      type: Slots,
      description: 'Limits of concurrent CPU-only runs.',
      resolve: (host) => host.cpuLimits,
    }),
    labels: t.field({
      type: 'JSON',
      description: 'Labels.',
      resolve: (host) => host.labels,
    }),
    devices: t.field({
      type: [Device],
      description: 'Its devices that the caller may use.',
      resolve: (host) => host.devices.map((device) => ({ ...device, host })),
    }),
    lastSeen: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Time of the last heartbeat.',
      resolve: (host) => host.lastSeen,
    }),
    joinedAt: t.field({ type: 'DateTime', description: 'When it joined.', resolve: (host) => host.joinedAt }),
    removedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was removed; the history contains who did it and why.',
      resolve: (host) => host.removedAt,
    }),
  }),
});
