import {
  deviceStates,
  hostConditionKinds,
  type HostFacts,
  type SlotLimits,
} from '@berth/contracts/inventory/events';
import type { DeviceView, HostConditionView, HostView } from '@berth/contracts/inventory/views';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { Pool } from './pool.type.js';
import { sharingOf, type Sharing } from './sharing.js';

export const DeviceStateEnum = enumOf('DeviceState', {
  description: 'What a device can be set to.',
  values: deviceStates,
});
const ShownDeviceStateEnum = enumOf('ShownDeviceState', {
  description:
    'Only available devices are given out. Of one that is unreadable nothing can be said just now; it is available again by itself.',
  values: [...deviceStates, 'unreadable'] as const,
});
const DeviceSharingEnum = enumOf('DeviceSharing', {
  description: 'How runs on a device are kept apart from each other.',
  values: [
    'wholeDevice',
    'migSlice',
    'migSliceShared',
    'sharedWithoutIsolation',
  ] satisfies readonly Sharing[],
  valueDescriptions: {
    wholeDevice: 'One run at a time has all of it.',
    migSlice: 'One run at a time has the slice; hardware keeps it apart from the other slices (MIG).',
    migSliceShared:
      'Several runs share the slice without isolation; hardware keeps it apart from other slices.',
    sharedWithoutIsolation:
      'Several runs may share it. Nothing keeps them apart: one may take all memory or slow the others down.',
  },
});
const HostStatusEnum = enumOf('HostStatus', {
  description: 'What is heard of the host. One that was removed is in no list, and never comes back.',
  values: ['joining', 'online', 'lost', 'stopped', 'removed'] as const,
});
const HostSchedulingEnum = enumOf('HostScheduling', {
  description: 'Only open hosts take new work.',
  values: ['open', 'cordoned', 'draining', 'drained'] as const,
});

const HostConditionKindEnum = enumOf('HostConditionKind', {
  description: 'What is wrong with a host as a whole.',
  values: [...hostConditionKinds, 'startsFail'] as const,
  valueDescriptions: {
    diskFull: 'No room is left for the files of runs. The host takes no new work.',
    devicesUnreadable:
      'Nothing can be read of its devices, so they take no work. Work on its CPU and simulated devices goes on.',
    startsFail:
      'Several starts in a row failed. The host takes no job until an instant, then one at a time until one has started.',
  },
});
type ShownCondition = Omit<HostConditionView, 'kind'> & {
  readonly kind: HostConditionView['kind'] | 'startsFail';
  readonly until?: string;
};
const HostCondition = builder.objectRef<ShownCondition>('HostCondition').implement({
  description: 'What is wrong with a host as a whole. Nothing that runs ends by it.',
  fields: (t) => ({
    kind: t.field({
      type: HostConditionKindEnum,
      description: 'What is wrong.',
      resolve: ({ kind }) => kind,
    }),
    since: t.field({
      type: 'DateTime',
      description: 'Since when it has been told of.',
      resolve: ({ since }) => since,
    }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the host is tried again at the latest; null where that is not known.',
      resolve: ({ until }) => until,
    }),
    message: t.exposeString('message', { description: 'In words, and what to do.' }),
  }),
});

const Slots = builder.objectRef<SlotLimits>('SlotLimits').implement({
  description: 'How many runs of each class may share a device, or the CPU of a host.',
  fields: (t) => ({
    training: t.exposeInt('training', { description: 'Training runs at once.' }),
    inference: t.exposeInt('inference', { description: 'Inference runs at once.' }),
  }),
});

export const SlotLimitsInput = builder.inputType('SlotLimitsInput', {
  description: 'How many runs of each class may share a device, or the CPU of a host.',
  fields: (t) => ({
    training: t.int({ required: true, description: '0 to 64.' }),
    inference: t.int({ required: true, description: '0 to 64.' }),
  }),
});

export const Device = builder.objectRef<DeviceView>('Device').implement({
  description: 'One GPU, or a MIG slice of one.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'Its own id, as nvidia-smi gives it.' }),
    index: t.exposeInt('index', {
      description:
        'Its number on the host: cuda:0, cuda:1, … Unique among those that are there; pciBusId says where it sits.',
    }),
    model: t.exposeString('model', { description: 'Name of the model.' }),
    memoryMiB: t.int({
      nullable: true,
      description: 'Memory in MiB; null where its driver does not tell it.',
      resolve: ({ memoryMiB }) => (memoryMiB > 0 ? memoryMiB : null),
    }),
    pciBusId: t.exposeString('pciBusId', { nullable: true, description: 'Where it sits.' }),
    driverVersion: t.exposeString('driverVersion', { nullable: true, description: 'Version of the driver.' }),
    cudaVersion: t.exposeString('cudaVersion', {
      nullable: true,
      description: 'Version of CUDA that the driver speaks.',
    }),
    computeCapability: t.exposeString('computeCapability', {
      nullable: true,
      description: 'For example 8.0.',
    }),
    migMode: t.string({
      nullable: true,
      description: 'enabled or disabled where it can be partitioned.',
      resolve: (device) => device.migMode,
    }),
    parentUuid: t.exposeString('parentUuid', {
      nullable: true,
      description: 'The GPU that a slice is part of.',
    }),
    simulated: t.exposeBoolean('simulated', { description: 'Not a real device: made up for trials.' }),
    state: t.field({
      type: ShownDeviceStateEnum,
      description: 'Whether it is in service.',
      resolve: (device) => device.state,
    }),
    stateReason: t.exposeString('stateReason', { nullable: true, description: 'Why it is not.' }),
    missing: t.exposeBoolean('missing', { description: 'The agent does not find it any more.' }),
    limits: t.field({
      type: Slots,
      description: 'Runs that may share it.',
      resolve: (device) => device.limits,
    }),
    sharing: t.field({
      type: DeviceSharingEnum,
      description: 'How runs on it are kept apart, by its limits and MIG.',
      resolve: sharingOf,
    }),
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Where it is.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
  }),
});

const Facts = builder.objectRef<HostFacts>('HostFacts').implement({
  description: 'What the agent found at its start.',
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
      description: 'Whether CPU and memory limits of jobs are enforced.',
    }),
    isolation: t.exposeString('isolation', {
      nullable: true,
      description: 'How jobs are held apart from the platform and from each other.',
    }),
    adminsOnly: t.boolean({
      description: 'Jobs are not held apart there, so that only those of admins are taken.',
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
      description: 'What is heard of it.',
      resolve: (host) => host.status,
    }),
    scheduling: t.field({
      type: HostSchedulingEnum,
      description: 'Whether it takes new work.',
      resolve: (host) => host.scheduling,
    }),
    conditions: t.field({
      type: [HostCondition],
      description: 'What is wrong with it now; it takes work again by itself when that is over.',
      resolve: async ({ id, conditions }, _args, { loaders }): Promise<ShownCondition[]> => {
        const quarantine = await loaders.quarantines().load(id);
        return [...conditions, ...(quarantine ? [{ ...quarantine, kind: 'startsFail' as const }] : [])];
      },
    }),
    facts: t.field({
      type: Facts,
      nullable: true,
      description: 'What it is; null until its agent has spoken.',
      resolve: (host) => host.facts,
    }),
    cpuLimits: t.field({
      type: Slots,
      description: 'CPU-only runs that may share it.',
      resolve: (host) => host.cpuLimits,
    }),
    labels: t.field({
      type: 'JSON',
      description: 'Names and values that people have given it.',
      resolve: (host) => host.labels,
    }),
    devices: t.field({
      type: [Device],
      description: 'Its devices that the caller may use.',
      resolve: (host) => [...host.devices],
    }),
    lastSeen: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its agent was last heard.',
      resolve: (host) => host.lastSeen,
    }),
    joinedAt: t.field({ type: 'DateTime', description: 'When it joined.', resolve: (host) => host.joinedAt }),
    removedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was removed; its history says by whom, and why.',
      resolve: (host) => host.removedAt,
    }),
  }),
});
