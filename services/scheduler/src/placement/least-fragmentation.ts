import { suits } from './demand.js';
import type { Demand } from './demand.js';
import {
  fragmentation,
  steepestDescent,
  type FragmentNode,
  type FragmentTask,
  type TypicalTask,
} from './fragmentation.js';
import type { HostLine } from './host-line.js';
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
  const measured = new Map<HostLine, Measured>();
  const typicalOn = new Map<HostLine, readonly TypicalTask[]>();

  return (line, free, demand) => {
    if (demand.count === 0) return pack(line, free, demand);
    const on = typicalTasksOn(line);
    const { node, value } = measure(line, on);
    const ordered = mostLoaded(free, free.length);
    const chosen = new Set(
      ordered.map(({ device }) => line.devices.findIndex((each) => each.device === device)),
    );
    const task: FragmentTask = { ...taskOn(line, demand), suits: (_, index) => chosen.has(index) };
    const descent = steepestDescent(node, task, on, value);
    if (!descent) return pack(line, free, demand);
    const devices = descent.indexes.flatMap((index) => line.devices[index] ?? []);
    return { devices, score: descent.increase };
  };

  function measure(line: HostLine, on: readonly TypicalTask[]): Measured {
    const known = measured.get(line);
    if (known?.version === line.version) return known;
    const node = nodeOf(line);
    const now = { version: line.version, node, value: fragmentation(node, on) };
    measured.set(line, now);
    return now;
  }

  function typicalTasksOn(line: HostLine): readonly TypicalTask[] {
    let on = typicalOn.get(line);
    if (!on) {
      on = typical.map(({ task, popularity }) => ({ task: taskOn(line, task), popularity }));
      typicalOn.set(line, on);
    }
    return on;
  }
}

function nodeOf({ host, use, devices }: HostLine): FragmentNode {
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
function taskOn({ devices }: HostLine, demand: Demand): FragmentTask {
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
