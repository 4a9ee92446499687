import type { JobClass, JobSpec } from '@berth/contracts/scheduler/events';
import { matchesModel } from '@berth/contracts/inventory/models';
import type { DeviceFact, HostFact } from '../facts/host.facts.js';
import { mibOf } from './gigabytes.js';

/** By its UUID where it was known when the job was taken in: numbers may change. */
export interface GivenDevice {
  readonly name: string;
  readonly index: number;
  readonly uuid?: string;
}

/** What a job needs of a host, reduced to what placement looks at. */
export interface Demand {
  readonly count: number;
  readonly model: string | undefined;
  /** As it was written. */
  readonly modelName?: string | undefined;
  readonly memoryMiB: number;
  /** A given device ("cuda:N"). */
  readonly device?: GivenDevice | undefined;
  readonly class: JobClass;
  /** What it takes of each device's slots of its class; simulated fractions of a device take several. */
  readonly slots: number;
  readonly vcpus: number;
  readonly ramMiB: number;
  /** Devices that the submitter may use; undefined: all. */
  readonly allowed: ReadonlySet<string> | undefined;
  /** An admin's: it may also go where jobs are not held apart. */
  readonly byAdmin?: boolean;
  /** Hosts that it goes to only where no other that takes work could hold it: it could not be started there. */
  readonly avoid?: ReadonlySet<string> | undefined;
  /** Equal demands have equal keys: once one can't be placed in a pass, none of them can. */
  readonly key: string;
}

export function demandOf(
  spec: Pick<JobSpec, 'gpus' | 'class' | 'vcpus' | 'ramGb'>,
  allowed: ReadonlySet<string> | undefined,
  byAdmin = false,
  avoid?: ReadonlySet<string>,
): Demand {
  const { gpus } = spec;
  const count = gpus.device === 'cpu' ? 0 : gpus.count;
  const demand = {
    count,
    model: gpus.model?.toLowerCase(),
    modelName: gpus.model,
    memoryMiB: mibOf(gpus.memoryGb ?? 0),
    device: givenDevice(gpus),
    class: spec.class,
    slots: 1,
    vcpus: spec.vcpus ?? 0,
    ramMiB: mibOf(spec.ramGb ?? 0),
    allowed: count === 0 ? undefined : allowed,
    byAdmin,
  };
  const { allowed: devices, modelName: _, ...plain } = demand;
  const key = [plain, devices ? [...devices].sort() : null, ...(avoid ?? [])];
  return { ...demand, ...(avoid && { avoid }), key: JSON.stringify(key) };
}

/** "cuda:1" is a device by its number on a host; "cuda" and "cpu" name none. */
export function givenDevice({
  device,
  deviceUuid,
}: Pick<JobSpec['gpus'], 'device' | 'deviceUuid'>): GivenDevice | undefined {
  if (!device?.startsWith('cuda:')) return undefined;
  const index = Number(device.slice('cuda:'.length));
  return { name: device, index, ...(deviceUuid !== undefined && { uuid: deviceUuid }) };
}

/** The total need of several equal requests on one host. */
export function together(demand: Demand, members: number): Demand {
  const { count, slots, vcpus, ramMiB } = demand;
  const all = { count: count * members, vcpus: vcpus * members, ramMiB: ramMiB * members };
  return { ...demand, ...all, slots: count === 0 ? slots * members : slots };
}

/**
 * Whether a device could ever serve the demand, whatever holds it now. Unknown memory (0) does not satisfy a demand
 * for memory.
 */
export function suits(device: DeviceFact, demand: Demand): boolean {
  return (
    (demand.model === undefined || matchesModel(device.model, demand.model)) &&
    device.memoryMiB >= demand.memoryMiB &&
    (demand.device === undefined || isGiven(device, demand.device)) &&
    (demand.allowed === undefined || demand.allowed.has(device.uuid)) &&
    device.limits[demand.class] >= demand.slots
  );
}

/** Whether the requester may run something there at all. */
export const isOpenTo = ({ adminsOnly = false }: HostFact, { byAdmin = false }: Demand): boolean =>
  byAdmin || !adminsOnly;

const isGiven = (device: DeviceFact, { uuid, index }: GivenDevice): boolean =>
  uuid === undefined ? device.index === index : device.uuid === uuid;

/** Whether a host could ever serve the demand if it were idle and every device of it healthy. */
export function couldHold(host: HostFact, demand: Demand): boolean {
  if (!isOpenTo(host, demand)) return false;
  if (demand.vcpus > host.cpuCores || demand.ramMiB > host.memoryMiB) return false;
  if (demand.count === 0) return host.cpuLimits[demand.class] >= demand.slots;
  return host.devices.filter((device) => suits(device, demand)).length >= demand.count;
}

/** What many jobs ask for, and which part of all that is. */
export interface TypicalDemand {
  readonly task: Demand;
  readonly popularity: number;
}
