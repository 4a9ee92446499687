import { suits } from './demand.js';
import type { Demand } from './demand.js';
import {
  fragmentation,
  steepestDescent,
  type FragmentNode,
  type FragmentTask,
  type TypicalTask,
} from './fragmentation.js';
import type { HostCapacity } from './host-capacity.js';
import { mostLoaded, pack, type Strategy } from './strategy.js';
import type { TypicalDemand } from './demand.js';

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
