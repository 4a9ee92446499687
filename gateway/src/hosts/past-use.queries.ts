import type { DeviceRollup, HostSampleView } from '@berth/contracts/telemetry/operations';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { pastUseOfDevices, pastUseOfHost } from './past-use.js';

const DeviceUsage = builder.objectRef<DeviceRollup>('DeviceUsage').implement({
  description: 'What a device was doing in a half-hour: means of its samples.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'Which device.' }),
    simulated: t.exposeBoolean('simulated', { description: 'Not a real device.' }),
    from: t.field({ type: 'DateTime', description: 'When it begins.', resolve: ({ at }) => at }),
    minutes: t.exposeInt('bucketMinutes', { description: 'How long it is.' }),
    samples: t.exposeInt('samples', { description: 'How often was looked.' }),
    utilisationGpu: t.exposeFloat('utilisationGpu', {
      nullable: true,
      description: 'Share of time that it computed, in percent.',
    }),
    utilisationMemory: t.exposeFloat('utilisationMemory', {
      nullable: true,
      description: 'Share of time that its memory was busy, in percent.',
    }),
    memoryUsedMiB: t.exposeFloat('memoryUsedMiB', { nullable: true, description: 'Memory in use, in MiB.' }),
    memoryPeakMiB: t.exposeFloat('memoryPeakMiB', {
      nullable: true,
      description: 'Most memory in use, in MiB.',
    }),
    memoryTotalMiB: t.exposeFloat('memoryTotalMiB', { nullable: true, description: 'Memory, in MiB.' }),
    temperature: t.exposeFloat('temperature', { nullable: true, description: 'In degrees Celsius.' }),
    powerW: t.exposeFloat('powerW', { nullable: true, description: 'Power in watts.' }),
  }),
});

const HostUsage = builder.objectRef<HostSampleView>('HostUsage').implement({
  description: 'What the CPU and memory of a host were doing in a half-hour: means of their samples.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'When it begins.', resolve: ({ at }) => at }),
    minutes: t.exposeInt('bucketMinutes', { nullable: true, description: 'How long it is.' }),
    samples: t.exposeInt('samples', { nullable: true, description: 'How often was looked.' }),
    cpuPercent: t.exposeFloat('cpuPercent', { nullable: true, description: 'Load of the CPU, in percent.' }),
    memoryUsedMiB: t.exposeFloat('memoryUsedMiB', { nullable: true, description: 'Memory in use, in MiB.' }),
    memoryPeakMiB: t.exposeFloat('memoryPeakMiB', {
      nullable: true,
      description: 'Most memory in use, in MiB.',
    }),
    memoryTotalMiB: t.exposeFloat('memoryTotalMiB', { nullable: true, description: 'Memory, in MiB.' }),
  }),
});

const WINDOW = {
  from: 'From the half-hour that this lies in.',
  to: 'Up to this; at most seven days later.',
} as const;

builder.queryFields((t) => ({
  deviceUsage: t.field({
    type: [DeviceUsage],
    description: 'How the devices of a host that the caller may see were used, device by device.',
    args: {
      host: t.arg.id({ required: true, description: 'Id of the host.' }),
      from: t.arg({ type: 'DateTime', required: true, description: WINDOW.from }),
      to: t.arg({ type: 'DateTime', required: true, description: WINDOW.to }),
    },
    resolve: async (_root, { host, from, to }, { calls }) => [
      ...(await pastUseOfDevices(calls, { hostId: toPlainId(String(host)), from, to })),
    ],
  }),
  hostUsage: t.field({
    type: [HostUsage],
    description: 'How the CPU and memory of a host were used. For those who run or audit the place.',
    args: {
      host: t.arg.id({ required: true, description: 'Id of the host.' }),
      from: t.arg({ type: 'DateTime', required: true, description: WINDOW.from }),
      to: t.arg({ type: 'DateTime', required: true, description: WINDOW.to }),
    },
    resolve: async (_root, { host, from, to }, { calls }) => [
      ...(await pastUseOfHost(calls, { hostId: toPlainId(String(host)), from, to })),
    ],
  }),
}));
