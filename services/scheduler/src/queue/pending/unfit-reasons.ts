import type { PendingReason } from '@berth/contracts/scheduler/views';
import { areAllKnown, hasReported, isJoining, isUnreadable, type HostFact } from '../../facts/host.facts.js';
import { describeDenial, type Denial } from '../../facts/eligibility.js';
import { maxConcurrent } from '../../placement/max-concurrent.js';
import { couldHold, suits, type Demand } from '../../placement/demand.js';
import { askedGb, gbOf } from '../../placement/gigabytes.js';
import { mismatchOf, type Mismatch } from '../../placement/mismatch.js';
import { never, sum, waits } from './pending-reason.js';
import { many } from '@berth/kernel/words';

/** A readable form: "1 GPU", "2 GPUs (A100, at least 80 GB)", "device cuda:1". */
export const describeDemandInPool = ({ count, modelName, memoryMiB, device }: Demand): string => {
  if (count === 0) return 'a CPU slot';
  if (device !== undefined) return `device ${device.name}${device.uuid ? ` (${device.uuid})` : ''}`;
  const which = [
    ...(modelName === undefined ? [] : [modelName]),
    ...(memoryMiB > 0 ? [`at least ${askedGb(memoryMiB)} GB`] : []),
  ];
  return `${many(count, 'GPU')}${which.length > 0 ? ` (${which.join(', ')})` : ''}`;
};

export const describeDemand = (demand: Demand): string =>
  demand.count > 1 && !demand.device
    ? `${describeDemandInPool(demand)} on one host`
    : describeDemandInPool(demand);

/** CPU and memory, where requested. */
export const describeCpuAndMemory = ({ vcpus, ramMiB }: Pick<Demand, 'vcpus' | 'ramMiB'>): string =>
  [...(vcpus > 0 ? [many(vcpus, 'vCPU')] : []), ...(ramMiB > 0 ? [`${askedGb(ramMiB)} GB of RAM`] : [])].join(
    ' and ',
  );

/** What none of the devices is that the submitter may use. */
export const mismatchOn = (demand: Demand, hosts: readonly HostFact[]): Mismatch | undefined =>
  demand.count === 0
    ? undefined
    : mismatchOf(
        demand,
        hosts.flatMap(({ devices }) =>
          devices.filter(({ uuid }) => demand.allowed === undefined || demand.allowed.has(uuid)),
        ),
      );

/**
 * Undefined where some host of the pool could run it once idle. Never, where all hosts are known and none could;
 * while one is still joining, or there is none yet, it waits for them. Also used at submission.
 */
export function unfitReason(
  demand: Demand,
  hosts: readonly HostFact[],
  now: string,
): PendingReason | undefined {
  if (hosts.some((host) => couldHold(host, demand))) return undefined;
  const forAdmins = hosts.filter((host) => couldHold(host, { ...demand, byAdmin: true })).length;
  const known = hosts.filter(hasReported);
  const most = (of: (host: HostFact) => number) => Math.max(0, ...known.map(of));
  const numbers = {
    needed: demand.count,
    maxOnOneHost: most((host) => host.devices.filter((device) => suits(device, demand)).length),
    hosts: known.length,
    maxCores: most((host) => host.cpuCores),
    maxRamMiB: most((host) => host.memoryMiB),
  };
  const joining = hosts.filter((host) => isJoining(host, now)).length;
  if (!areAllKnown(hosts, now))
    return waits('WAITING_FOR_HOSTS', hostsToCome(demand, numbers, joining, hosts), { ...numbers, joining });
  if (forAdmins > 0)
    return never(
      `${many(forAdmins, 'host')} could take it, but cannot isolate jobs from the platform, and ${forAdmins === 1 ? 'takes' : 'take'} only jobs of admins`,
      { ...numbers, forAdmins },
    );
  return { code: 'CAN_NEVER_RUN', kind: 'never', message: problemOf(demand, numbers, hosts), numbers };
}

function hostsToCome(demand: Demand, numbers: Most, joining: number, hosts: readonly HostFact[]): string {
  const come = `${many(joining, 'host')} ${joining === 1 ? 'is' : 'are'} joining`;
  const unreadable = hosts.filter(isUnreadable).length;
  const mute = `the devices of ${many(unreadable, 'host')} cannot be read`;
  if (unreadable > 0)
    return `${problemOf(demand, numbers, hosts)}; ${joining > 0 ? `${come}, and ` : ''}${mute}: it waits until they can be read`;
  if (numbers.hosts > 0) return `${problemOf(demand, numbers, hosts)}; ${come}, and may fit`;
  return joining > 0
    ? `the pool has no host yet that could take it; ${come}`
    : 'the pool has no host yet; it waits until one joins';
}

interface Most {
  readonly maxOnOneHost: number;
  readonly hosts: number;
  readonly maxCores: number;
  readonly maxRamMiB: number;
}

function problemOf(
  demand: Demand,
  { maxCores, maxRamMiB, maxOnOneHost }: Most,
  hosts: readonly HostFact[],
): string {
  if (demand.vcpus > maxCores) return `needs ${many(demand.vcpus, 'vCPU')}, the largest host has ${maxCores}`;
  if (demand.ramMiB > maxRamMiB)
    return `needs ${askedGb(demand.ramMiB)} GB of RAM, the largest host has ${gbOf(maxRamMiB)}`;
  if (demand.count === 0 && demand.vcpus === 0 && demand.ramMiB === 0)
    return `no host of the pool has a CPU slot for ${demand.class}`;
  const mismatch = maxOnOneHost === 0 ? mismatchOn(demand, hosts) : undefined;
  if (mismatch) return `needs ${describeDemand(demand)}; ${mismatch.message}`;
  if (maxOnOneHost < demand.count)
    return `needs ${describeDemand(demand)}, the maximum on one host is ${maxOnOneHost}`;
  return `needs ${describeDemand(demand)} together with ${describeCpuAndMemory(demand)}; no host has all of these`;
}

/** Undefined where the pool could run so many of a gang at once if it were idle. Also used at submission. */
export function gangUnfitReason(
  demand: Demand,
  members: number,
  hosts: readonly HostFact[],
  now: string,
): PendingReason | undefined {
  const most = sum(hosts, (host) => maxConcurrent(host, demand));
  if (most >= members) return undefined;
  const message = `the ${members} members of a gang start together, but the pool has capacity for ${most} of them, even when idle`;
  const numbers = { members, most };
  const joining = hosts.filter((host) => isJoining(host, now)).length;
  if (!areAllKnown(hosts, now))
    return waits('WAITING_FOR_HOSTS', `${message}; it waits until hosts join`, { ...numbers, joining });
  return { code: 'CAN_NEVER_RUN', kind: 'never', message, numbers };
}

function deniedReason(denial: Denial): PendingReason {
  const message = describeDenial(denial, 'submitter');
  // time helps only where what may allow it is still on its way here
  const kind = denial.kind === 'unknown' ? 'waiting' : 'never';
  return { code: 'SUBMITTER_NOT_ALLOWED', kind, message, numbers: {} };
}

/**
 * Why no host can run it: its owner may not, or no host could ever, or none has so far; the kind distinguishes them.
 */
export function holdReason(
  demand: Demand,
  {
    denial,
    hosts,
    now,
  }: { readonly denial?: Denial | undefined; readonly hosts: readonly HostFact[]; readonly now: string },
): PendingReason | undefined {
  return denial ? deniedReason(denial) : unfitReason(demand, hosts, now);
}
