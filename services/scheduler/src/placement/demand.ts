import type { JobClass, JobSpec } from '@berth/contracts/scheduler/events';
import type { DeviceFact, HostFact } from '../facts/host.facts.js';

/** What a job needs of a host, reduced to what placement looks at. */
export interface Demand {
  readonly count: number;
  readonly model: string | undefined;
  /** As it was written. */
  readonly modelName?: string | undefined;
  readonly memoryMiB: number;
  /** A given device ("cuda:N"). */
  readonly index: number | undefined;
  readonly class: JobClass;
  /** What it takes of each device's slots of its class; simulated fractions of a device take several. */
  readonly slots: number;
  readonly vcpus: number;
  readonly ramMiB: number;
  /** Devices that the submitter may use; undefined: all. */
  readonly allowed: ReadonlySet<string> | undefined;
  /** An admin's: it may also go where jobs are not held apart. */
  readonly byAdmin?: boolean;
  /** Equal demands have equal keys: once one can't be placed in a pass, none of them can. */
  readonly key: string;
}

const MIB_PER_GB = 1024;

export function demandOf(spec: JobSpec, allowed: ReadonlySet<string> | undefined, byAdmin = false): Demand {
  const { gpus } = spec;
  const count = gpus.device === 'cpu' ? 0 : gpus.count;
  const index = gpus.device?.startsWith('cuda:') ? Number(gpus.device.slice(5)) : undefined;
  const demand = {
    count,
    model: gpus.model?.toLowerCase(),
    modelName: gpus.model,
    memoryMiB: (gpus.memoryGb ?? 0) * MIB_PER_GB,
    index,
    class: spec.class,
    slots: 1,
    vcpus: spec.vcpus ?? 0,
    ramMiB: (spec.ramGb ?? 0) * MIB_PER_GB,
    allowed: count === 0 ? undefined : allowed,
    byAdmin,
  };
  const { allowed: devices, modelName: _, ...plain } = demand;
  return { ...demand, key: JSON.stringify([plain, devices ? [...devices].sort() : null]) };
}

/** What several who ask alike need of one host. */
export function together(demand: Demand, members: number): Demand {
  const { count, slots, vcpus, ramMiB } = demand;
  const all = { count: count * members, vcpus: vcpus * members, ramMiB: ramMiB * members };
  return { ...demand, ...all, slots: count === 0 ? slots * members : slots };
}

/** Whether a device could ever serve the demand, whoever holds it now. A model matches by part of its name, whatever the case. */
export function suits(device: DeviceFact, demand: Demand): boolean {
  return (
    (demand.model === undefined || device.model.toLowerCase().includes(demand.model)) &&
    device.memoryMiB >= demand.memoryMiB &&
    (demand.index === undefined || device.index === demand.index) &&
    (demand.allowed === undefined || demand.allowed.has(device.uuid)) &&
    device.limits[demand.class] >= demand.slots
  );
}

/** Whether whoever asks may run something there at all. */
export const isOpenTo = ({ adminsOnly = false }: HostFact, { byAdmin = false }: Demand): boolean =>
  byAdmin || !adminsOnly;

/** Whether a host could ever serve the demand if it were idle and every device of it healthy. */
export function couldHold(host: HostFact, demand: Demand): boolean {
  if (!isOpenTo(host, demand)) return false;
  if (demand.vcpus > host.cpuCores || demand.ramMiB > host.memoryMiB) return false;
  if (demand.count === 0) return host.cpuLimits[demand.class] >= demand.slots;
  return host.devices.filter((device) => suits(device, demand)).length >= demand.count;
}
