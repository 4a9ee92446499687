import { addMs } from '@berth/kernel/clock';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { claimsOn, isHolder, type Agenda } from '../../calendar/agenda.js';
import type { Lease } from '../../calendar/calendar.js';
import { claimAgainstLease } from '../../calendar/collisions.js';
import type { HostFact } from '../../facts/host.facts.js';
import { ENDING_MS, mayBegin, noticeMs } from '../placement-request.js';
import { yieldsAfterMs } from '../placement-requests.js';
import type { Candidate } from '../planned.js';
import { isOpenTo, suits } from '../demand.js';
import { windowTimes } from '../windows.js';

const MS_PER_MINUTE = 60_000;

/** What leases are checked against. */
export interface PolicyContext {
  readonly agenda: Agenda;
  readonly policy: PoolPolicy;
  readonly now: string;
}

/** UUIDs of the devices that one of them would get; none for a job without devices. */
export type AllocatedUuids = readonly string[];

interface OpenDevice {
  readonly uuid: string;
  /** Of the candidate's class. */
  readonly slots: number;
}

/**
 * The free capacity of a host for a candidate, or for members of its gang with equal requests, given a set of
 * leases; by the rules of the calendar: slots, CPU, memory and claims.
 */
export class HostFreeCapacity {
  /** Matching devices that no other user has reserved for the time. */
  readonly #devices: readonly OpenDevice[];
  readonly #isOpen: boolean;

  constructor(
    private readonly host: HostFact,
    private readonly candidate: Candidate,
    context: PolicyContext,
  ) {
    const { demand } = candidate;
    const isUnclaimed = unclaimedBy(host, candidate, context);
    const isAvoided = demand.avoid?.has(host.hostId) ?? false;
    const isOpen = isOpenTo(host, demand) && !isAvoided;
    this.#isOpen = isOpen && (demand.count > 0 || isUnclaimed(undefined));
    this.#devices = host.devices.flatMap((device) => {
      const serves = isOpen && demand.count > 0 && device.state === 'available' && suits(device, demand);
      if (!serves || !isUnclaimed(device.uuid)) return [];
      return [{ uuid: device.uuid, slots: device.limits[demand.class] }];
    });
  }

  /** Of a device, of the candidate's class; 0 where it can't have the device. */
  slotsOf(uuid: string): number {
    return this.#devices.find((device) => device.uuid === uuid)?.slots ?? 0;
  }

  /**
   * The allocation of as many of them as fit next to the leases, `most` at most. The number does not depend on which
   * devices each gets in the end: therefore members with several devices are not counted as sharing one, though some
   * might.
   */
  allocate(leases: readonly Lease[], most: number): readonly AllocatedUuids[] {
    const { count, slots, class: jobClass } = this.candidate.demand;
    const sameClass = leases.filter((lease) => lease.class === jobClass);
    const fitting = Math.min(most, this.#roomFor(leases, most));
    if (count === 0) {
      const taken = sameClass.filter(({ uuids }) => uuids.length === 0).length;
      const free = this.#isOpen ? Math.floor((this.host.cpuLimits[jobClass] - taken) / slots) : 0;
      return Array.from({ length: Math.max(0, Math.min(fitting, free)) }, () => []);
    }
    const taken = new Map<string, number>();
    for (const { uuids } of sameClass) for (const uuid of uuids) taken.set(uuid, (taken.get(uuid) ?? 0) + 1);
    const open = this.#devices.flatMap(({ uuid, slots: all }) => {
      const members = Math.max(0, Math.floor((all - (taken.get(uuid) ?? 0)) / slots));
      return Array.from({ length: count === 1 ? members : Math.min(1, members) }, () => uuid);
    });
    const memberCount = Math.min(fitting, Math.floor(open.length / count));
    return Array.from({ length: memberCount }, (_, member) =>
      open.slice(member * count, (member + 1) * count),
    );
  }

  /** For how many more the CPU and memory left by the leases are enough. */
  #roomFor(leases: readonly Lease[], most: number): number {
    const { vcpus, ramMiB } = this.candidate.demand;
    if (vcpus === 0 && ramMiB === 0) return most;
    const { cpuCores, memoryMiB } = this.host;
    const used = { vcpus: sum(leases, (lease) => lease.vcpus), ramMiB: sum(leases, (lease) => lease.ramMiB) };
    let members = 0;
    while (
      members < most &&
      (vcpus === 0 || inThousandths(used.vcpus + members * vcpus) + vcpus <= cpuCores) &&
      (ramMiB === 0 || inThousandths(used.ramMiB + members * ramMiB) + ramMiB <= memoryMiB)
    )
      members += 1;
    return members;
  }
}

/** Which devices of a host, or its CPU, have no claims of others for as long as a candidate would hold them. */
function unclaimedBy(
  { hostId }: HostFact,
  candidate: Candidate,
  { agenda, policy, now }: PolicyContext,
): (uuid: string | undefined) => boolean {
  const { userId, projectId, timeoutMinutes, reservationId } = candidate;
  if (agenda.claimsOn.size === 0) return () => reservationId === undefined;
  const { graceSeconds } = policy.preemption;
  const lengthMs = timeoutMinutes * MS_PER_MINUTE + ENDING_MS;
  const yieldsAfter = yieldsAfterMs(candidate, policy);
  const times = {
    until: addMs(now, lengthMs),
    yieldsFrom: yieldsAfter === null ? null : addMs(now, Math.max(yieldsAfter, noticeMs(graceSeconds))),
  };
  return (uuid) => {
    const uuids = uuid === undefined ? [] : [uuid];
    const own = uuids
      .flatMap((each) => claimsOn(agenda, hostId, each))
      .find((claim) => claim.from <= now && claim.until > now && isHolder(claim, candidate));
    if (reservationId !== undefined && own?.id !== reservationId) return false;
    // the planner starts nothing there any more that would be preempted at once
    if (own && !mayBegin({ lengthMs }, windowTimes(own, graceSeconds), Date.parse(now))) return false;
    const terms = { userId, projectId, hostId, uuids, ...times, reservationId: own?.id ?? null };
    return claimAgainstLease(agenda, terms, now) === undefined;
  };
}

const inThousandths = (amount: number): number => Math.round(amount * 1000) / 1000;
const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  inThousandths(items.reduce((total, item) => total + of(item), 0));
