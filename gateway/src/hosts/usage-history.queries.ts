import type { DeviceRollup, HostSampleView } from '@berth/contracts/telemetry/operations';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { deviceUsageHistory, hostUsageHistory } from './usage-history.js';

const DeviceUsage = builder.objectRef<DeviceRollup>('DeviceUsage').implement({
  description: 'Usage of a device in a half-hour: averages of its samples.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'Which device.' }),
    simulated: t.exposeBoolean('simulated', { description: 'Whether the device is simulated.' }),
    from: t.field({ type: 'DateTime', description: 'When it begins.', resolve: ({ at }) => at }),
    minutes: t.exposeInt('bucketMinutes', { description: 'Length in minutes.' }),
    samples: t.exposeInt('samples', { description: 'Number of samples.' }),
    utilisationGpu: t.exposeFloat('utilisationGpu', {
      nullable: true,
      description: 'GPU utilisation in percent.',
    }),
    utilisationMemory: t.exposeFloat('utilisationMemory', {
      nullable: true,
      description: 'Memory controller utilisation in percent.',
    }),
    memoryUsedMiB: t.exposeFloat('memoryUsedMiB', { nullable: true, description: 'Memory in use, in MiB.' }),
    memoryPeakMiB: t.exposeFloat('memoryPeakMiB', {
      nullable: true,
      description: 'Peak memory in use, in MiB.',
    }),
    memoryTotalMiB: t.exposeFloat('memoryTotalMiB', { nullable: true, description: 'Memory, in MiB.' }),
    temperature: t.exposeFloat('temperature', {
      nullable: true,
      description: 'Temperature in degrees Celsius.',
    }),
    powerW: t.exposeFloat('powerW', { nullable: true, description: 'Power in watts.' }),
  }),
});

const HostUsage = builder.objectRef<HostSampleView>('HostUsage').implement({
  description: 'CPU and memory usage of a host in a half-hour: averages of its samples.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'When it begins.', resolve: ({ at }) => at }),
    minutes: t.exposeInt('bucketMinutes', { nullable: true, description: 'Length in minutes.' }),
    samples: t.exposeInt('samples', { nullable: true, description: 'Number of samples.' }),
    cpuPercent: t.exposeFloat('cpuPercent', { nullable: true, description: 'Load of the CPU, in percent.' }),
    memoryUsedMiB: t.exposeFloat('memoryUsedMiB', { nullable: true, description: 'Memory in use, in MiB.' }),
    memoryPeakMiB: t.exposeFloat('memoryPeakMiB', {
      nullable: true,
      description: 'Peak memory in use, in MiB.',
    }),
    memoryTotalMiB: t.exposeFloat('memoryTotalMiB', { nullable: true, description: 'Memory, in MiB.' }),
  }),
});

const WINDOW = {
  from: 'Start, rounded down to a half-hour.',
  to: 'End; at most seven days after the start.',
} as const;

builder.queryFields((t) => ({
  deviceUsage: t.field({
    type: [DeviceUsage],
    description: 'Usage of each device of a host that the caller may see.',
    args: {
      host: t.arg.id({ required: true, description: 'Id of the host.' }),
      from: t.arg({ type: 'DateTime', required: true, description: WINDOW.from }),
      to: t.arg({ type: 'DateTime', required: true, description: WINDOW.to }),
    },
    resolve: async (_root, { host, from, to }, { calls }) => [
      ...(await deviceUsageHistory(calls, { hostId: toPlainId(String(host)), from, to })),
    ],
  }),
  hostUsage: t.field({
    type: [HostUsage],
    description: 'CPU and memory usage of a host. For admins, operators and auditors.',
    args: {
      host: t.arg.id({ required: true, description: 'Id of the host.' }),
      from: t.arg({ type: 'DateTime', required: true, description: WINDOW.from }),
      to: t.arg({ type: 'DateTime', required: true, description: WINDOW.to }),
    },
    resolve: async (_root, { host, from, to }, { calls }) => [
      ...(await hostUsageHistory(calls, { hostId: toPlainId(String(host)), from, to })),
    ],
  }),
}));
