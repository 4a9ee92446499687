import { builder } from '../graphql/builder.js';
import type { LiveDeviceSample, LiveHostSample } from './live-items.js';

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

export const HostSample = builder.objectRef<LiveHostSample>('HostSample').implement({
  description: 'Sample of a host and its devices.',
  fields: (t) => ({
    at: t.field({
      type: 'DateTime',
      description: 'When it was measured, by the clock of the host.',
      resolve: (sample) => sample.at,
    }),
    cpuPercent: t.exposeFloat('cpuPercent', { nullable: true, description: 'Load of the CPU, in percent.' }),
    memoryUsedMiB: t.exposeFloat('memoryUsedMiB', { nullable: true, description: 'Memory in use, in MiB.' }),
    memoryTotalMiB: t.exposeFloat('memoryTotalMiB', { nullable: true, description: 'Memory, in MiB.' }),
    devices: t.field({
      type: [DeviceSample],
      description: 'Devices that the caller may see.',
      resolve: (sample) => [...sample.devices],
    }),
  }),
});
