import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** What `nvidia-smi -q -x` says of one GPU. Memory in MiB, power in W, temperature in °C, utilisation in percent; undefined where the driver says N/A, Not Supported or an error. */
export interface GpuReport {
  readonly uuid: string;
  readonly model: string | undefined;
  readonly pciBusId: string | undefined;
  readonly migMode: 'enabled' | 'disabled' | undefined;
  readonly migDevices: readonly MigReport[];
  readonly pstate: string | undefined;
  readonly pcieGenCurrent: number | undefined;
  readonly pcieGenMax: number | undefined;
  readonly temperature: number | undefined;
  readonly utilisationGpu: number | undefined;
  readonly utilisationMemory: number | undefined;
  readonly memoryTotalMiB: number | undefined;
  readonly memoryUsedMiB: number | undefined;
  readonly memoryFreeMiB: number | undefined;
  readonly powerW: number | undefined;
  /** Since the driver was loaded. */
  readonly uncorrectableErrors: number | undefined;
  readonly processes: readonly GpuProcess[];
}

export interface MigReport {
  readonly index: number;
  readonly gpuInstanceId: number;
  readonly computeInstanceId: number;
  readonly memoryTotalMiB: number | undefined;
  readonly memoryUsedMiB: number | undefined;
  readonly memoryFreeMiB: number | undefined;
}

export interface GpuProcess {
  readonly pid: number;
  readonly name: string | undefined;
  readonly memoryUsedMiB: number | undefined;
  /** On a GPU in MIG mode, the slice that it runs on. */
  readonly slice?: { readonly gpuInstanceId: number; readonly computeInstanceId: number };
}

export interface NvidiaReport {
  readonly driverVersion: string | undefined;
  readonly cudaVersion: string | undefined;
  readonly gpus: readonly GpuReport[];
}

const LISTS = new Set(['gpu', 'mig_device', 'process_info']);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name) => LISTS.has(name),
});

/** Parses the output of any driver since 418. @throws where it is no such report, or an incomplete one */
export function parseNvidiaReport(xml: string): NvidiaReport {
  if (!xml.includes('<nvidia_smi_log')) throw new Error('nvidia-smi printed no nvidia_smi_log');
  if (!xml.includes('</nvidia_smi_log>') || XMLValidator.validate(xml) !== true)
    throw new Error('nvidia-smi printed an incomplete report');
  const log = child(parser.parse(xml), 'nvidia_smi_log');
  return {
    driverVersion: text(log, 'driver_version'),
    cudaVersion: text(log, 'cuda_version'),
    gpus: list(log, 'gpu').flatMap((gpu) => parseGpu(gpu) ?? []),
  };
}

function parseGpu(gpu: unknown): GpuReport | undefined {
  const uuid = text(gpu, 'uuid');
  // A GPU that fell off the bus is still listed, without one.
  if (uuid === undefined) return undefined;
  const migMode = text(gpu, 'mig_mode', 'current_mig')?.toLowerCase();
  const link = child(gpu, 'pci', 'pci_gpu_link_info', 'pcie_gen');
  const power = child(gpu, 'gpu_power_readings') ?? child(gpu, 'power_readings');
  return {
    uuid,
    model: text(gpu, 'product_name'),
    pciBusId: text(gpu, 'pci', 'pci_bus_id'),
    migMode: migMode === 'enabled' || migMode === 'disabled' ? migMode : undefined,
    migDevices: list(gpu, 'mig_devices', 'mig_device').flatMap((mig) => parseMig(mig) ?? []),
    pstate: text(gpu, 'performance_state'),
    pcieGenCurrent: number(link, 'current_link_gen'),
    pcieGenMax: number(link, 'max_link_gen'),
    temperature: number(gpu, 'temperature', 'gpu_temp'),
    utilisationGpu: number(gpu, 'utilization', 'gpu_util'),
    utilisationMemory: number(gpu, 'utilization', 'memory_util'),
    ...memory(gpu),
    powerW:
      number(power, 'power_draw') ??
      number(power, 'instant_power_draw') ??
      number(power, 'average_power_draw'),
    uncorrectableErrors: uncorrectableErrors(child(gpu, 'ecc_errors', 'volatile')),
    processes: list(gpu, 'processes', 'process_info').flatMap((process) => {
      const pid = number(process, 'pid');
      if (pid === undefined) return [];
      const [name, memoryUsedMiB] = [text(process, 'process_name'), number(process, 'used_memory')];
      return [{ pid, name, memoryUsedMiB, ...sliceOf(process) }];
    }),
  };
}

function parseMig(mig: unknown): MigReport | undefined {
  const index = number(mig, 'index');
  const gpuInstanceId = number(mig, 'gpu_instance_id');
  const computeInstanceId = number(mig, 'compute_instance_id');
  if (index === undefined || gpuInstanceId === undefined || computeInstanceId === undefined) return undefined;
  return { index, gpuInstanceId, computeInstanceId, ...memory(mig) };
}

function sliceOf(process: unknown): Pick<GpuProcess, 'slice'> {
  const gpuInstanceId = number(process, 'gpu_instance_id');
  const computeInstanceId = number(process, 'compute_instance_id');
  if (gpuInstanceId === undefined || computeInstanceId === undefined) return {};
  return { slice: { gpuInstanceId, computeInstanceId } };
}

const memory = (device: unknown) => ({
  memoryTotalMiB: number(device, 'fb_memory_usage', 'total'),
  memoryUsedMiB: number(device, 'fb_memory_usage', 'used'),
  memoryFreeMiB: number(device, 'fb_memory_usage', 'free'),
});

/** Turing and later count by kind of memory (the newest by kind of check as well); before that there was a total of double-bit errors. */
function uncorrectableErrors(volatile: unknown): number | undefined {
  const counts = [
    number(volatile, 'sram_uncorrectable'),
    number(volatile, 'sram_uncorrectable_parity'),
    number(volatile, 'sram_uncorrectable_secded'),
    number(volatile, 'dram_uncorrectable'),
    number(volatile, 'double_bit', 'total'),
  ].filter((count) => count !== undefined);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

function child(node: unknown, ...path: readonly string[]): unknown {
  let at = node;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as { [name: string]: unknown })[name];
  }
  return at;
}

function list(node: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = child(node, ...path);
  return Array.isArray(found) ? found : [];
}

const ABSENT =
  /^\[?(n\/a|none|not supported|not available|unknown error|err!|gpu is lost|insufficient permissions|requested functionality.*|\[redacted\])\]?$/i;

function text(node: unknown, ...path: readonly string[]): string | undefined {
  const found = child(node, ...path);
  if (typeof found !== 'string') return undefined;
  const trimmed = found.trim();
  return trimmed === '' || ABSENT.test(trimmed) ? undefined : trimmed;
}

/** The number at the start: the unit follows (`81920 MiB`, `27.23 W`, `40 C`, `0 %`). */
function number(node: unknown, ...path: readonly string[]): number | undefined {
  const match = /^-?\d+(\.\d+)?/.exec(text(node, ...path) ?? '');
  return match ? Number(match[0]) : undefined;
}
