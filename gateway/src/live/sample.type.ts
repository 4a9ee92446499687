import { builder } from '../graphql/builder.js';
import type { LiveDeviceSample, LiveHostSample } from './live-items.js';

const DeviceSample = builder.objectRef<LiveDeviceSample>('DeviceSample').implement({
  description: 'What a device was doing.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'Which device.' }),
    simulated: t.exposeBoolean('simulated', { description: 'Not a real device.' }),
    utilisationGpu: t.exposeFloat('utilisationGpu', {
      nullable: true,
      description: 'Share of time that it computed, in percent.',
    }),
    utilisationMemory: t.exposeFloat('utilisationMemory', {
      nullable: true,
      description: 'Share of time that its memory was busy, in percent.',
    }),
    memoryUsedMiB: t.exposeFloat('memoryUsedMiB', { nullable: true, description: 'Memory in use, in MiB.' }),
    memoryTotalMiB: t.exposeFloat('memoryTotalMiB', { nullable: true, description: 'Memory, in MiB.' }),
    temperature: t.exposeFloat('temperature', { nullable: true, description: 'In degrees Celsius.' }),
    powerW: t.exposeFloat('powerW', { nullable: true, description: 'Power in watts.' }),
  }),
});

export const HostSample = builder.objectRef<LiveHostSample>('HostSample').implement({
  description: 'What a host and its devices were doing.',
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
