import type { DeviceFacts } from '@berth/contracts/inventory/events';
import type { DeviceFault, DeviceReadings, DeviceSample, DeviceSource } from './device-source.js';
import type { GpuReport, MigReport, NvidiaReport } from './nvidia-smi-report.js';
import { migKey, type MigName, type NvidiaSmi } from './nvidia-smi.js';

/** The host's NVIDIA GPUs. Where MIG is on, its slices are the devices, not the GPU that is cut into them. */
export class NvidiaDevices implements DeviceSource {
  #known: readonly DeviceFacts[] = [];
  #migNames: ReadonlyMap<string, MigName> = new Map();

  constructor(private readonly smi: NvidiaSmi) {}

  async discover(): Promise<readonly DeviceFacts[]> {
    const report = await this.smi.report();
    if (!report || report.gpus.length === 0) return [];
    if (report.gpus.some((gpu) => gpu.migMode === 'enabled')) this.#migNames = await this.smi.migDevices();
    this.#known = toDeviceFacts(report, this.#migNames, await this.smi.computeCapabilities());
    return this.#known;
  }

  async read(): Promise<DeviceReadings> {
    if (this.#known.length === 0) return { samples: [], faults: [] };
    const report = await this.smi.report();
    if (!report) throw new Error('nvidia-smi is gone');
    return toReadings(report, this.#migNames, this.#known);
  }
}

export function toDeviceFacts(
  report: NvidiaReport,
  migNames: ReadonlyMap<string, MigName>,
  computeCapabilities: ReadonlyMap<string, string>,
): readonly DeviceFacts[] {
  const devices = report.gpus.flatMap((gpu) => {
    const capability = computeCapabilities.get(gpu.uuid);
    const common = {
      ...defined('pciBusId', gpu.pciBusId),
      ...defined('driverVersion', report.driverVersion),
      ...defined('cudaVersion', report.cudaVersion),
      ...defined('computeCapability', capability),
      ...defined('migMode', gpu.migMode),
      simulated: false,
    };
    if (gpu.migMode !== 'enabled') {
      return [{ uuid: gpu.uuid, model: gpu.model, memoryMiB: gpu.memoryTotalMiB ?? 0, ...common }];
    }
    return gpu.migDevices.map((mig) => ({
      uuid: migUuid(gpu, mig, migNames),
      model: [gpu.model, 'MIG', migNames.get(migKey(gpu.uuid, mig.index))?.profile].filter(Boolean).join(' '),
      memoryMiB: mig.memoryTotalMiB ?? 0,
      parentUuid: gpu.uuid,
      ...common,
    }));
  });
  return devices.map((device, index) => ({ ...device, index }));
}

export function toReadings(
  report: NvidiaReport,
  migNames: ReadonlyMap<string, MigName>,
  known: readonly DeviceFacts[],
): DeviceReadings {
  const found = new Map<string, DeviceSample>();
  const faults: DeviceFault[] = [];
  for (const gpu of report.gpus) {
    for (const sample of samplesOf(gpu, migNames)) {
      found.set(sample.uuid, sample);
      if (gpu.uncorrectableErrors) {
        const reason = `${gpu.uncorrectableErrors} uncorrectable ECC errors since the driver was loaded`;
        faults.push({ uuid: sample.uuid, reason });
      }
    }
  }
  const samples: DeviceSample[] = [];
  for (const { uuid } of known) {
    const sample = found.get(uuid);
    if (sample) samples.push(sample);
    else faults.push({ uuid, reason: 'nvidia-smi no longer lists it' });
  }
  return { samples, faults };
}

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
