import type { PendingReason } from '@berth/contracts/scheduler/views';
import { areAllKnown, hasReported, isJoining, isUnreadable, type HostFact } from '../../facts/host.facts.js';
import { denialInWords, type Denial } from '../../facts/standing.js';
import { mostAtOnce } from '../../placement/at-once.js';
import { couldHold, suits, type Demand } from '../../placement/demand.js';
import { askedGb, gbOf } from '../../placement/gigabytes.js';
import { mismatchOf, type Mismatch } from '../../placement/mismatch.js';
import { never, sum, waits } from './pending-reason.js';
import { many } from '@berth/kernel/words';

/** As a person would say it: "1 GPU", "2 GPUs (A100, at least 80 GB)", "device cuda:1". */
export const demandInPool = ({ count, modelName, memoryMiB, device }: Demand): string => {
  if (count === 0) return 'a CPU slot';
  if (device !== undefined) return `device ${device.name}${device.uuid ? ` (${device.uuid})` : ''}`;
  const which = [
    ...(modelName === undefined ? [] : [modelName]),
    ...(memoryMiB > 0 ? [`at least ${askedGb(memoryMiB)} GB`] : []),
  ];
  return `${many(count, 'GPU')}${which.length > 0 ? ` (${which.join(', ')})` : ''}`;
};

export const describeDemand = (demand: Demand): string =>
  demand.count > 1 && !demand.device ? `${demandInPool(demand)} on one host` : demandInPool(demand);

/** CPU and memory, as far as they are asked for. */
export const besideInWords = ({ vcpus, ramMiB }: Pick<Demand, 'vcpus' | 'ramMiB'>): string =>
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
 * Undefined where some host of the pool could hold it once idle. Never, where all hosts are known and none could; while
 * one is still joining, or there is none yet, it waits for them. Also asked at submission.
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
    mostOnOneHost: most((host) => host.devices.filter((device) => suits(device, demand)).length),
    hosts: known.length,
    mostCores: most((host) => host.cpuCores),
    mostRamMiB: most((host) => host.memoryMiB),
  };
  const joining = hosts.filter((host) => isJoining(host, now)).length;
  if (!areAllKnown(hosts, now))
    return waits('WAITING_FOR_HOSTS', hostsToCome(demand, numbers, joining, hosts), { ...numbers, joining });
  if (forAdmins > 0)
    return never(
      `${many(forAdmins, 'host')} could take it, but can not hold jobs apart from the platform, and ${forAdmins === 1 ? 'takes' : 'take'} those of admins only`,
      { ...numbers, forAdmins },
    );
  return { code: 'CAN_NEVER_RUN', kind: 'never', message: problemOf(demand, numbers, hosts), numbers };
}

function hostsToCome(demand: Demand, numbers: Most, joining: number, hosts: readonly HostFact[]): string {
  const come = `${many(joining, 'host')} ${joining === 1 ? 'is' : 'are'} joining`;
  const unreadable = hosts.filter(isUnreadable).length;
  const mute = `the devices of ${many(unreadable, 'host')} can't be read just now`;
  if (unreadable > 0)
    return `${problemOf(demand, numbers, hosts)}; ${joining > 0 ? `${come}, and ` : ''}${mute}: it waits to see what there is`;
  if (numbers.hosts > 0) return `${problemOf(demand, numbers, hosts)}; ${come}, and may have it`;
  return joining > 0
    ? `the pool has no host that could take it yet; ${come}`
    : 'the pool has no host yet; it waits for one to join';
}

interface Most {
  readonly mostOnOneHost: number;
  readonly hosts: number;
  readonly mostCores: number;
  readonly mostRamMiB: number;
}

function problemOf(
  demand: Demand,
  { mostCores, mostRamMiB, mostOnOneHost }: Most,
  hosts: readonly HostFact[],
): string {
  if (demand.vcpus > mostCores)
    return `needs ${many(demand.vcpus, 'vCPU')}, the largest host has ${mostCores}`;
  if (demand.ramMiB > mostRamMiB)
    return `needs ${askedGb(demand.ramMiB)} GB of RAM, the largest host has ${gbOf(mostRamMiB)}`;
  if (demand.count === 0 && demand.vcpus === 0 && demand.ramMiB === 0)
    return `no host of the pool has a CPU slot for ${demand.class}`;
  const mismatch = mostOnOneHost === 0 ? mismatchOn(demand, hosts) : undefined;
  if (mismatch) return `needs ${describeDemand(demand)}; ${mismatch.message}`;
  if (mostOnOneHost < demand.count)
    return `needs ${describeDemand(demand)}, the most that one host has is ${mostOnOneHost}`;
  return `needs ${describeDemand(demand)} with ${besideInWords(demand)} beside; no host has all of that`;
}

/** Undefined where the pool could run so many of a gang at once if it were idle. Also asked at submission. */
export function unfitTogether(
  demand: Demand,
  members: number,
  hosts: readonly HostFact[],
  now: string,
): PendingReason | undefined {
  const most = sum(hosts, (host) => mostAtOnce(host, demand));
  if (most >= members) return undefined;
  const message = `the ${members} of a gang start together, and the pool has room for ${most} of them, even when idle`;
  const numbers = { members, most };
  const joining = hosts.filter((host) => isJoining(host, now)).length;
  if (!areAllKnown(hosts, now))
    return waits('WAITING_FOR_HOSTS', `${message}; it waits for hosts to join`, { ...numbers, joining });
  return { code: 'CAN_NEVER_RUN', kind: 'never', message, numbers };
}

function deniedReason(denial: Denial): PendingReason {
  const message = denialInWords(denial, 'submitter');
  // time helps only where what may allow it is still on its way here
  const kind = denial.kind === 'unknown' ? 'waits' : 'never';
  return { code: 'SUBMITTER_NOT_ALLOWED', kind, message, numbers: {} };
}

/** Why it can not be held by any host: whose it is may not, or no host could ever, or has so far; the kind says which. */
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
