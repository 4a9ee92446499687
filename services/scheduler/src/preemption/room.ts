import { addMs } from '@berth/kernel/clock';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { claimsOn, isHolder, type Agenda } from '../calendar/agenda.js';
import type { Lease } from '../calendar/calendar.js';
import { claimAgainstLease } from '../calendar/collisions.js';
import type { DeviceFact, HostFact } from '../facts/host.facts.js';
import { ENDING_MS } from '../placement/ask.js';
import { yieldsAfterMs } from '../placement/asks.js';
import type { Candidate } from '../placement/candidate.js';
import { suits } from '../placement/demand.js';

const MS_PER_MINUTE = 60_000;

/** What leases are checked against. */
export interface Setting {
  readonly agenda: Agenda;
  readonly policy: PoolPolicy;
  readonly now: string;
}

/**
 * Devices of a host that a candidate would get beside the given leases, by the rules of the calendar: slots, CPU, memory
 * and claims. Undefined where it would not fit; none for a job without devices that would.
 */
export function roomOn(
  host: HostFact,
  candidate: Candidate,
  leases: readonly Lease[],
  setting: Setting,
): readonly DeviceFact[] | undefined {
  const { demand } = candidate;
  if (demand.vcpus > 0 && sum(leases, ({ vcpus }) => vcpus) + demand.vcpus > host.cpuCores) return undefined;
  if (demand.ramMiB > 0 && sum(leases, ({ ramMiB }) => ramMiB) + demand.ramMiB > host.memoryMiB)
    return undefined;
  const sameClass = leases.filter((lease) => lease.class === demand.class);
  if (demand.count === 0) {
    const taken = sameClass.filter(({ uuids }) => uuids.length === 0).length;
    const isFree = taken + demand.slots <= host.cpuLimits[demand.class];
    return isFree && isUnclaimed(host, undefined, candidate, setting) ? [] : undefined;
  }
  const free = host.devices.filter((device) => {
    if (device.state !== 'available' || !suits(device, demand)) return false;
    const taken = sameClass.filter(({ uuids }) => uuids.includes(device.uuid)).length;
    return (
      taken + demand.slots <= device.limits[demand.class] &&
      isUnclaimed(host, device.uuid, candidate, setting)
    );
  });
  return free.length >= demand.count ? free.slice(0, demand.count) : undefined;
}

function isUnclaimed(
  { hostId }: HostFact,
  uuid: string | undefined,
  candidate: Candidate,
  { agenda, policy, now }: Setting,
): boolean {
  const { userId, projectId, timeoutMinutes } = candidate;
  const uuids = uuid === undefined ? [] : [uuid];
  const own = uuids
    .flatMap((each) => claimsOn(agenda, hostId, each))
    .find((claim) => claim.from <= now && claim.until > now && isHolder(claim, candidate));
  if (candidate.reservationId !== undefined && own?.id !== candidate.reservationId) return false;
  const yieldsAfter = yieldsAfterMs(candidate, policy);
  const terms = {
    until: addMs(now, timeoutMinutes * MS_PER_MINUTE + ENDING_MS),
    yieldsFrom: yieldsAfter === null ? null : addMs(now, yieldsAfter),
    reservationId: own?.id ?? null,
  };
  return claimAgainstLease(agenda, { userId, projectId, hostId, uuids, ...terms }, now) === undefined;
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  Math.round(items.reduce((total, item) => total + of(item), 0) * 1000) / 1000;
