import { DEFAULT_CPU_LIMITS, DEFAULT_GPU_LIMITS } from '@berth/contracts/inventory/events';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { SimulatedHosts, SimulatedQuotas } from '@berth/contracts/scheduler/simulation';
import type { DeviceFact, HostFact } from '../../facts/host.facts.js';
import { MIB_PER_GB, mibOf } from '../../placement/gigabytes.js';
import type { Quota, Quotas, Owner } from '../../queue/quota/quotas.js';
import type { OpenbNode } from '../workload/openb.js';
import type { SimulatedJob } from '../workload/workload.js';

export const SIMULATED_POOL = 'simulated';

/** Hosts that there are only here. */
export function givenHosts(kinds: readonly SimulatedHosts[]): readonly HostFact[] {
  return kinds.flatMap(({ hosts, gpus, model, memoryGb, vcpus, ramGb }, kind) =>
    Array.from({ length: hosts }, (_, number) => {
      const name = `host-${kind + 1}-${String(number + 1).padStart(4, '0')}`;
      const devices = devicesOf(name, gpus, model, mibOf(memoryGb));
      return aHost(name, devices, { cpuCores: vcpus, memoryMiB: mibOf(ramGb) });
    }),
  );
}

/** Jobs without devices are bound by the CPUs of a host alone: the trace knows no slots. */
export function openbHosts(nodes: readonly OpenbNode[]): readonly HostFact[] {
  return nodes.map(({ name, gpus, model, cpuMilli, memoryMib }) => {
    const cpuCores = cpuMilli / 1000;
    const slots = Math.max(1, Math.floor(cpuCores));
    const cpuLimits = { training: slots, inference: slots };
    return aHost(name, devicesOf(name, gpus, model, Math.ceil(MIB_PER_GB)), {
      cpuCores,
      memoryMiB: memoryMib,
      cpuLimits,
    });
  });
}

/** A pool's hosts as they are, all of them taken to be in service. */
export const inService = (hosts: readonly HostFact[]): readonly HostFact[] =>
  hosts
    .filter(({ devices, cpuCores }) => devices.length > 0 || cpuCores > 0)
    .map((host) => ({ ...host, presence: 'online', scheduling: 'open', goneAt: null, conditions: [] }));

export const gpusOf = (hosts: readonly HostFact[]): number =>
  hosts.reduce((sum, { devices }) => sum + devices.filter(isInService).length, 0);

export const widestOf = (hosts: readonly HostFact[]): number =>
  Math.max(0, ...hosts.map(({ devices }) => devices.filter(isInService).length));

const isInService = ({ state }: DeviceFact): boolean => state === 'available';

function aHost(
  name: string,
  devices: readonly DeviceFact[],
  rest: Pick<HostFact, 'cpuCores' | 'memoryMiB'> & Partial<HostFact>,
): HostFact {
  return {
    hostId: name,
    name,
    poolId: SIMULATED_POOL,
    hostname: name,
    addresses: [],
    presence: 'online',
    goneAt: null,
    scheduling: 'open',
    cpuLimits: DEFAULT_CPU_LIMITS,
    devices,
    settings: {},
    ...rest,
  };
}

const devicesOf = (host: string, count: number, model: string, memoryMiB: number): DeviceFact[] =>
  Array.from({ length: count }, (_, index) => ({
    uuid: `${host}/GPU-${index}`,
    index,
    model,
    memoryMiB,
    simulated: true,
    state: 'available',
    limits: DEFAULT_GPU_LIMITS,
  }));

/** The same quota for every user, and for every project. */
export function quotasForAll({
  userGpus,
  projectGpus,
}: SimulatedQuotas): Pick<Quotas, 'isEmpty' | 'binding'> {
  const quota = (of: Quota['of'], subject: Quota['subject'], gpus: number | undefined): readonly Quota[] =>
    gpus === undefined ? [] : [{ of, subject, poolId: SIMULATED_POOL, limits: { gpus }, borrow: false }];
  return {
    isEmpty: userGpus === undefined && projectGpus === undefined,
    binding: ({ userId, projectId }: Owner) => [
      ...quota('user', `user:${userId}`, userGpus),
      ...quota('project', `project:${projectId}`, projectGpus),
    ],
  };
}

/** How many runs of each class there are that may be ended for others. */
export class RunningByClass {
  readonly #counts = [0, 0, 0];

  constructor(private readonly policy: PoolPolicy) {}

  change({ grantPriority, preemptible }: SimulatedJob, by: 1 | -1): void {
    if (!preemptible && this.policy.preemption.mode === 'none') return;
    this.#counts[grantPriority] = (this.#counts[grantPriority] ?? 0) + by;
  }

  anyWorseThan({ grantPriority }: SimulatedJob): boolean {
    return this.#counts.slice(grantPriority + 1).some((count) => count > 0);
  }
}
