import type { DeviceFacts } from '@berth/contracts/inventory/events';
import type { DeviceSample } from './device-source.js';
import type { GpuReport, MigReport, NvidiaReport } from './nvidia-smi-report.js';
import { migKey, type MigName } from './nvidia-smi.js';

/** A device as it is in one report. Where MIG is on, slices are the devices, not the GPU that is cut into them. */
export interface FoundDevice {
  /** Absent values were not reported. */
  readonly facts: Omit<DeviceFacts, 'index' | 'memoryMiB' | 'model'> & {
    readonly model?: string;
    readonly memoryMiB?: number;
  };
  readonly sample: DeviceSample;
  readonly uncorrectableErrors: number;
}

/** In the order of the report. */
export function devicesIn(
  report: NvidiaReport,
  migNames: ReadonlyMap<string, MigName>,
  computeCapabilities: ReadonlyMap<string, string>,
): readonly FoundDevice[] {
  return report.gpus.flatMap((gpu) => {
    const common = {
      ...defined('pciBusId', gpu.pciBusId),
      ...defined('driverVersion', report.driverVersion),
      ...defined('cudaVersion', report.cudaVersion),
      ...defined('computeCapability', computeCapabilities.get(gpu.uuid)),
      ...defined('migMode', gpu.migMode),
      simulated: false,
    };
    const uncorrectableErrors = gpu.uncorrectableErrors ?? 0;
    const samples = samplesOf(gpu, migNames);
    if (gpu.migMode !== 'enabled') {
      const own = { ...defined('model', gpu.model), ...defined('memoryMiB', gpu.memoryTotalMiB) };
      return samples.map((sample) => ({
        facts: { uuid: gpu.uuid, ...own, ...common },
        sample,
        uncorrectableErrors,
      }));
    }
    return gpu.migDevices.flatMap((mig, at) => {
      const profile = migNames.get(migKey(gpu.uuid, mig.index))?.profile;
      const model = gpu.model && [gpu.model, 'MIG', profile].filter(Boolean).join(' ');
      const own = { ...defined('model', model), ...defined('memoryMiB', mig.memoryTotalMiB) };
      const facts = { uuid: migUuid(gpu, mig, migNames), ...own, parentUuid: gpu.uuid, ...common };
      const sample = samples[at];
      return sample ? [{ facts, sample, uncorrectableErrors }] : [];
    });
  });
}

/** Drivers before 470 have no UUIDs for slices: they print a name made of the GPU's. */
export function hasUnnamedSlices(report: NvidiaReport, migNames: ReadonlyMap<string, MigName>): boolean {
  return report.gpus.some(
    (gpu) =>
      gpu.migMode === 'enabled' && gpu.migDevices.some(({ index }) => !migNames.has(migKey(gpu.uuid, index))),
  );
}

const FIRST_WITH_SLICE_UUIDS = 470;
export const namesSlices = ({ driverVersion }: NvidiaReport): boolean =>
  Number.parseInt(driverVersion ?? '', 10) >= FIRST_WITH_SLICE_UUIDS;

function samplesOf(gpu: GpuReport, migNames: ReadonlyMap<string, MigName>): readonly DeviceSample[] {
  const board = {
    simulated: false,
    ...defined('temperature', gpu.temperature),
    ...defined('powerW', gpu.powerW),
    ...defined('pstate', gpu.pstate),
    ...defined('pcieGenCurrent', gpu.pcieGenCurrent),
    ...defined('pcieGenMax', gpu.pcieGenMax),
  };
  if (gpu.migMode === 'enabled') {
    return gpu.migDevices.map((mig) => ({
      uuid: migUuid(gpu, mig, migNames),
      ...board,
      ...memoryOf(mig),
      processes: processesOf(
        gpu.processes.filter(
          ({ slice }) =>
            slice?.gpuInstanceId === mig.gpuInstanceId && slice.computeInstanceId === mig.computeInstanceId,
        ),
      ),
    }));
  }
  return [
    {
      uuid: gpu.uuid,
      ...board,
      ...defined('utilisationGpu', gpu.utilisationGpu),
      ...defined('utilisationMemory', gpu.utilisationMemory),
      ...memoryOf(gpu),
      processes: processesOf(gpu.processes),
    },
  ];
}

const processesOf = (processes: GpuReport['processes']) =>
  processes.slice(0, 256).map((process) => ({
    pid: process.pid,
    ...defined('name', process.name?.slice(0, 300)),
    ...defined('memoryUsedMiB', process.memoryUsedMiB),
  }));

const memoryOf = (device: GpuReport | MigReport) => ({
  ...defined('memoryTotalMiB', device.memoryTotalMiB),
  ...defined('memoryUsedMiB', device.memoryUsedMiB),
  ...defined('memoryFreeMiB', device.memoryFreeMiB),
});

/** CUDA takes the UUID that `nvidia-smi -L` prints; drivers before 470 have this name for it instead. */
const migUuid = (gpu: GpuReport, mig: MigReport, names: ReadonlyMap<string, MigName>): string =>
  names.get(migKey(gpu.uuid, mig.index))?.uuid ??
  `MIG-${gpu.uuid}/${mig.gpuInstanceId}/${mig.computeInstanceId}`;

const defined = <K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { [key in K]?: V };
