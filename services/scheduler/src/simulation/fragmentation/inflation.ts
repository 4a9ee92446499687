import { emptyCalendar } from '../../calendar/calendar.js';
import type { HostFact } from '../../facts/host.facts.js';
import type { PlacementRequest } from '../../placement/placement-request.js';
import { Capacity } from '../../placement/capacity.js';
import type { Demand } from '../../placement/demand.js';
import { Options } from '../../placement/options.js';
import type { Strategy } from '../../placement/strategy.js';
import { openbHosts } from '../engine/cluster.js';
import type { OpenbNode, OpenbPod } from '../workload/openb.js';
import { Random } from '../workload/random.js';

/** Slots of a device: a task for a part of one takes as many as its thousandths. */
const WHOLE = 1000;

export interface Step {
  /** GPUs that all tasks so far asked for, as a part of all there are. */
  readonly arrived: number;
  /** GPUs that no one holds, as a part of all there are. */
  readonly unallocated: number;
}

export interface Inflation {
  readonly steps: readonly Step[];
  readonly placed: number;
  readonly refused: number;
}

/** Devices that hold tasks in thousandths, and CPUs that know no slots. */
export function sharedHosts(nodes: readonly OpenbNode[]): readonly HostFact[] {
  const limits = { training: WHOLE, inference: 0 };
  return openbHosts(nodes).map((host) => ({
    ...host,
    cpuLimits: { training: Infinity, inference: 0 },
    devices: host.devices.map((device) => ({ ...device, limits })),
  }));
}

export function demandOfPod({ gpus, gpuMilli, cpuMilli, memoryMib, models }: OpenbPod): Demand {
  const [model] = models;
  const demand = {
    count: gpus,
    model: model?.toLowerCase(),
    memoryMiB: 0,
    class: 'training' as const,
    slots: gpus === 0 ? 1 : gpuMilli,
    vcpus: cpuMilli / 1000,
    ramMiB: memoryMib,
    allowed: undefined,
  };
  return { ...demand, key: JSON.stringify(demand) };
}

/**
 * Weng et al.'s experiment: tasks are drawn from a trace with replacement and placed at once or never, none ends, until
 * they have asked for `most` times the GPUs there are ("Beware of Fragmentation", USENIX ATC 2023, section 6.1).
 */
export function inflate(
  hosts: readonly HostFact[],
  demands: readonly Demand[],
  strategy: Strategy,
  { seed, most, step }: { readonly seed: number; readonly most: number; readonly step: number },
): Inflation {
  const random = new Random(seed);
  const capacity = new Capacity(hosts, emptyCalendar, { nowMs: 0, ending: new Map() });
  const options = new Map<Demand, { readonly request: PlacementRequest; readonly options: Options }>();
  const gpus = hosts.reduce((sum, { devices }) => sum + devices.length, 0);
  const steps: Step[] = [];
  let [arrived, allocated, placed, refused] = [0, 0, 0, 0];
  while (arrived < most * gpus) {
    const demand = demands[random.below(demands.length)] as Demand;
    let known = options.get(demand);
    if (!known) {
      known = { request: requestOf(demand), options: new Options(demand, capacity, strategy) };
      options.set(demand, known);
    }
    const asked = (demand.count * demand.slots) / WHOLE;
    const option = known.options.best(known.request);
    if (option) capacity.take(option.hostCapacity, option.devices, demand, 0, Infinity);
    arrived += asked;
    allocated += option ? asked : 0;
    placed += option ? 1 : 0;
    refused += option ? 0 : 1;
    while (arrived / gpus >= (steps.length + 1) * step - TINY)
      steps.push({ arrived: (steps.length + 1) * step, unallocated: 1 - allocated / gpus });
  }
  return { steps, placed, refused };
}

const TINY = 1e-9;

const requestOf = (demand: Demand): PlacementRequest => ({
  demand,
  userId: '',
  projectId: '',
  lengthMs: Infinity,
  yieldsAfterMs: null,
  noticeMs: 0,
  preemptible: false,
  grantPriority: 1,
  window: undefined,
});
