import type { PendingReason } from '@berth/contracts/scheduler/views';
import type { HostFact } from '../facts/host.facts.js';
import { mostAtOnce } from '../placement/at-once.js';
import { couldHold, suits, type Demand } from '../placement/demand.js';
import { gbOf, sum } from './pending-reason.js';

export const describeDemand = ({ count, modelName, memoryMiB, index }: Demand): string => {
  if (count === 0) return 'a CPU slot';
  const what = index === undefined ? (modelName ?? 'GPU') : `device cuda:${index}`;
  return `${count} x ${what}${memoryMiB > 0 ? ` with ${memoryMiB / 1024} GB` : ''} on one host`;
};

/** Undefined where some host of the pool could hold it once idle. Also asked at submission. */
export function neverReason(demand: Demand, hosts: readonly HostFact[]): PendingReason | undefined {
  if (hosts.some((host) => couldHold(host, demand))) return undefined;
  const most = (of: (host: HostFact) => number) => Math.max(0, ...hosts.map(of));
  const numbers = {
    needed: demand.count,
    mostOnOneHost: most((host) => host.devices.filter((device) => suits(device, demand)).length),
    hosts: hosts.length,
    mostCores: most((host) => host.cpuCores),
    mostRamMiB: most((host) => host.memoryMiB),
  };
  return { code: 'CAN_NEVER_RUN', kind: 'never', message: problemOf(demand, numbers), numbers };
}

interface Most {
  readonly mostOnOneHost: number;
  readonly hosts: number;
  readonly mostCores: number;
  readonly mostRamMiB: number;
}

function problemOf(demand: Demand, { hosts, mostCores, mostRamMiB, mostOnOneHost }: Most): string {
  if (hosts === 0) return 'the pool has no host';
  if (demand.vcpus > mostCores) return `needs ${demand.vcpus} vCPUs, the largest host has ${mostCores}`;
  if (demand.ramMiB > mostRamMiB)
    return `needs ${gbOf(demand.ramMiB)} GB of RAM, the largest host has ${gbOf(mostRamMiB)}`;
  if (demand.count === 0 && demand.vcpus === 0 && demand.ramMiB === 0)
    return `no host of the pool has a CPU slot for ${demand.class}`;
  if (mostOnOneHost < demand.count)
    return `needs ${describeDemand(demand)}, the most that one host has is ${mostOnOneHost}`;
  return `needs ${describeDemand(demand)} with ${demand.vcpus} vCPUs and ${gbOf(demand.ramMiB)} GB of RAM beside; no host has all of that`;
}

/** Undefined where the pool could run so many of a gang at once if it were idle. Also asked at submission. */
export function neverTogether(
  demand: Demand,
  members: number,
  hosts: readonly HostFact[],
): PendingReason | undefined {
  const most = sum(hosts, (host) => mostAtOnce(host, demand));
  if (most >= members) return undefined;
  const message = `the ${members} of a gang start together, and the pool has room for ${most} of them, even when idle`;
  return { code: 'CAN_NEVER_RUN', kind: 'never', message, numbers: { members, most } };
}
