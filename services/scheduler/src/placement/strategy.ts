import { assertNever } from '@berth/kernel/assert-never';
import { type Demand, suits, type TypicalDemand } from './demand.js';
import {
  fragmentation,
  steepestDescent,
  type FragmentNode,
  type FragmentTask,
  type TypicalTask,
} from './fragmentation.js';
import type { DevicePlace, HostCapacity } from './host-capacity.js';
import type { PlanOptions } from './planned.js';

export interface Choice {
  readonly devices: readonly DevicePlace[];
  /** The least is taken; of equals the first host by name. */
  readonly score: number;
}

/**
 * Which host, and which devices of it, a job gets of those that fit.
 *
 * @param free devices of the host that are free for the job, as many as it asks for or more; in order of their index
 */
export type Strategy = (hostCapacity: HostCapacity, free: readonly DevicePlace[], demand: Demand) => Choice;

/** The least loaded host, and on it the least loaded devices: runs disturb each other as little as can be. */
export const spread: Strategy = (hostCapacity, free, { count }) => {
  if (count === 0) return { devices: [], score: loadOf(hostCapacity.cpu) };
  const devices = firstBy(free, count, loadOn);
  return { devices, score: sum(devices, loadOn) };
};

/** The host that has the fewest idle devices left then, and on it the most loaded devices: whole hosts stay free for big jobs. */
export const pack: Strategy = (hostCapacity, free, { count, class: jobClass }) => {
  if (count === 0) return { devices: [], score: hostCapacity.cpu.free(jobClass) };
  const devices = mostLoaded(free, count);
  const idle = hostCapacity.devices.filter(
    (each) => each.device.state === 'available' && loadOn(each) === 0,
  ).length;
  return { devices, score: idle - devices.filter((each) => loadOn(each) === 0).length };
};

const mostLoaded = (free: readonly DevicePlace[], count: number): readonly DevicePlace[] =>
  firstBy(free, count, (each) => -loadOn(each));

/** As many as are wanted, the least first; of equals those that came first. */
function firstBy(
  free: readonly DevicePlace[],
  count: number,
  of: (each: DevicePlace) => number,
): readonly DevicePlace[] {
  if (free.length <= count) return free;
  const [first] = free;
  const equal = first && free.every((each) => of(each) === of(first));
  return equal ? free.slice(0, count) : [...free].sort((a, b) => of(a) - of(b)).slice(0, count);
}

const loadOf = ({ taken }: DevicePlace['place']): number => taken.training + taken.inference;
const loadOn = ({ place }: DevicePlace): number => loadOf(place);
const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

interface Measured {
  readonly version: number;
  readonly node: FragmentNode;
  readonly value: number;
}

/** The host, and the devices of it, on which a job adds least to what typical jobs can't use. */
export function leastFragmentation(typical: readonly TypicalDemand[]): Strategy {
  if (typical.length === 0) return pack;
  const measured = new Map<HostCapacity, Measured>();
  const typicalOn = new Map<HostCapacity, readonly TypicalTask[]>();

  return (hostCapacity, free, demand) => {
    if (demand.count === 0) return pack(hostCapacity, free, demand);
    const on = typicalTasksOn(hostCapacity);
    const { node, value } = measure(hostCapacity, on);
    const ordered = mostLoaded(free, free.length);
    const chosen = new Set(
      ordered.map(({ device }) => hostCapacity.devices.findIndex((each) => each.device === device)),
    );
    const task: FragmentTask = { ...taskOn(hostCapacity, demand), suits: (_, index) => chosen.has(index) };
    const descent = steepestDescent(node, task, on, value);
    if (!descent) return pack(hostCapacity, free, demand);
    const devices = descent.indexes.flatMap((index) => hostCapacity.devices[index] ?? []);
    return { devices, score: descent.increase };
  };

  function measure(hostCapacity: HostCapacity, on: readonly TypicalTask[]): Measured {
    const known = measured.get(hostCapacity);
    if (known?.version === hostCapacity.version) return known;
    const node = nodeOf(hostCapacity);
    const now = { version: hostCapacity.version, node, value: fragmentation(node, on) };
    measured.set(hostCapacity, now);
    return now;
  }

  function typicalTasksOn(hostCapacity: HostCapacity): readonly TypicalTask[] {
    let on = typicalOn.get(hostCapacity);
    if (!on) {
      on = typical.map(({ task, popularity }) => ({ task: taskOn(hostCapacity, task), popularity }));
      typicalOn.set(hostCapacity, on);
    }
    return on;
  }
}

function nodeOf({ host, use, devices }: HostCapacity): FragmentNode {
  return {
    cpu: host.cpuCores - use.vcpus,
    memory: host.memoryMiB - use.ramMiB,
    devices: devices.map(({ device, place }) => ({
      model: device.model,
      free: device.state === 'available' ? Math.max(0, place.freeShare) : 0,
    })),
  };
}

/** A demand as the host's devices could serve it, whoever holds them now. */
function taskOn({ devices }: HostCapacity, demand: Demand): FragmentTask {
  const suiting = devices.map(({ device }) => device.state === 'available' && suits(device, demand));
  const first = devices[suiting.indexOf(true)];
  return {
    cpu: demand.vcpus,
    memory: demand.ramMiB,
    gpus: demand.count,
    share: first ? demand.slots / first.device.limits[demand.class] : 1,
    suits: (_, index) => suiting[index] === true,
  };
}

/** As the pool's policy says. */
export function strategyOf({ policy: { placement }, typical = [] }: PlanOptions): Strategy {
  switch (placement) {
    case 'spread':
      return spread;
    case 'pack':
      return pack;
    case 'leastFragmentation':
      return leastFragmentation(typical);
    default:
      return assertNever(placement);
  }
}
