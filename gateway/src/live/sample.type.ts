import { builder } from '../graphql/builder.js';
import { Host } from '../hosts/host.type.js';
import type { LiveDeviceSample, LiveHostSample } from './live-items.js';
import type { PoolHostSample } from './pool-samples.js';

const DeviceSample = builder.objectRef<LiveDeviceSample>('DeviceSample').implement({
  description: 'Sample of a device.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'Which device.' }),
    simulated: t.exposeBoolean('simulated', { description: 'Whether the device is simulated.' }),
    utilisationGpu: t.exposeFloat('utilisationGpu', {
      nullable: true,
      description: 'GPU utilisation in percent.',
    }),
    utilisationMemory: t.exposeFloat('utilisationMemory', {
      nullable: true,
      description: 'Memory controller utilisation in percent.',
    }),
    memoryUsedMiB: t.exposeFloat('memoryUsedMiB', { nullable: true, description: 'Memory in use, in MiB.' }),
    memoryTotalMiB: t.exposeFloat('memoryTotalMiB', { nullable: true, description: 'Memory, in MiB.' }),
    temperature: t.exposeFloat('temperature', {
      nullable: true,
      description: 'Temperature in degrees Celsius.',
    }),
    powerW: t.exposeFloat('powerW', { nullable: true, description: 'Power in watts.' }),
  }),
});

const at = 'When it was measured, by the clock of the host.';
const cpuPercent = 'Load of the CPU, in percent.';
const used = 'Memory in use, in MiB.';
const total = 'Memory, in MiB.';
const devices = 'Devices that the caller may see.';

export const HostSample = builder.objectRef<LiveHostSample>('HostSample').implement({
  description: 'Sample of a host and its devices.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: at, resolve: (sample) => sample.at }),
    cpuPercent: t.exposeFloat('cpuPercent', { nullable: true, description: cpuPercent }),
    memoryUsedMiB: t.exposeFloat('memoryUsedMiB', { nullable: true, description: used }),
    memoryTotalMiB: t.exposeFloat('memoryTotalMiB', { nullable: true, description: total }),
    devices: t.field({
      type: [DeviceSample],
      description: devices,
      resolve: (sample) => [...sample.devices],
    }),
  }),
});

const PoolHostSampleType = builder.objectRef<PoolHostSample>('PoolHostSample').implement({
  description: 'Sample of one host of a pool and its devices.',
  fields: (t) => ({
    host: t.field({ type: Host, description: 'Which host.', resolve: ({ host }) => host }),
    at: t.field({ type: 'DateTime', description: at, resolve: (sample) => sample.at }),
    cpuPercent: t.exposeFloat('cpuPercent', { nullable: true, description: cpuPercent }),
    memoryUsedMiB: t.exposeFloat('memoryUsedMiB', { nullable: true, description: used }),
    memoryTotalMiB: t.exposeFloat('memoryTotalMiB', { nullable: true, description: total }),
    devices: t.field({
      type: [DeviceSample],
      description: devices,
      resolve: (sample) => [...sample.devices],
    }),
  }),
});

export const PoolSampleBatch = builder.objectRef<readonly PoolHostSample[]>('PoolSamples').implement({
  description: 'Samples of hosts of a pool that came together.',
  fields: (t) => ({
    hosts: t.field({
      type: [PoolHostSampleType],
      description: 'Hosts that have a new sample.',
      resolve: (samples) => [...samples],
    }),
  }),
});
