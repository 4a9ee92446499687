import type { PreemptionCause } from '@berth/contracts/scheduler/events';
import { idFromName } from '@berth/kernel/ids';
import type { Calendar, Lease } from '../../calendar/calendar.js';
import type { HostFact } from '../../facts/host.facts.js';
import type { Candidate } from '../planned.js';
import { findVictimsForGang } from './gang-victims.js';
import type { AllocatedUuids, PolicyContext } from './host-free-capacity.js';
import { type PreemptionContext, type Eviction, type VictimCause, yieldsFrom } from './units.js';
import { findVictims } from './victims.js';

/** A run that is to be preempted, and the beneficiary. */
export interface Preemption {
  readonly lease: Lease;
  readonly cause: PreemptionCause;
  readonly forJobId?: string;
  readonly forReservationId?: string;
  readonly message: string;
}

export interface PoolSnapshot extends PolicyContext {
  readonly calendar: Calendar;
  readonly hosts: readonly HostFact[];
  /** Leases that are being ended already. */
  readonly stopping: ReadonlySet<string>;
  readonly jobOf: PreemptionContext['jobOf'];
}

const MESSAGES: { readonly [cause in VictimCause]: string } = {
  betterClass: 'a job of a better grant class needs its devices',
  borrowed: 'a user or project within quota needs the devices that it borrowed beyond its quota',
  overstay: 'the reservation that it runs in has ended, and its devices are needed by another user',
};

/** Maximum of candidates per pass. */
const MAX_CANDIDATES = 32;

/**
 * Which runs to preempt for waiting candidates, in their order: for a job on one host, for a gang on as many as it
 * takes, or none. Each candidate is first placed where it fits once the runs that are being ended are gone, so that
 * no run is preempted for it again, and freed capacity is not assigned twice. What is too much for a pass is left to
 * the next; a gang that needs more than the limit of any pass has one to itself.
 */
export function preemptionsFor(
  waiting: Iterable<Candidate>,
  pool: PoolSnapshot,
  limit: number,
): readonly Preemption[] {
  const { calendar, hosts, stopping } = pool;
  if (!isAnyPreemptible(pool)) return [];
  const onHost = new Map<string, Lease[]>(hosts.map(({ hostId }) => [hostId, []]));
  for (const lease of calendar.leases.values())
    if (!stopping.has(lease.leaseId)) onHost.get(lease.hostId)?.push(lease);
  const context: PreemptionContext = {
    ...pool,
    leasesOn: (hostId) => onHost.get(hostId) ?? [],
    gang: (gangId) => [...calendar.leases.values()].filter((lease) => lease.gangId === gangId),
  };
  const preemptions: Preemption[] = [];
  let looked = 0;
  for (const candidate of waiting) {
    if (preemptions.length >= limit || (looked += 1) > MAX_CANDIDATES) break;
    const isGang = candidate.others !== undefined;
    const eviction = isGang ? findVictimsForGang(candidate, context) : findVictims(candidate, context);
    const isTooMuch = preemptions.length + (eviction?.victims.length ?? 0) > limit;
    if (!eviction || (isTooMuch && !(isGang && preemptions.length === 0))) continue;
    applyEviction(candidate, eviction, onHost, pool.now);
    for (const { lease, cause } of eviction.victims)
      preemptions.push({ lease, cause, forJobId: candidate.jobId, message: MESSAGES[cause] });
  }
  return preemptions;
}

function isAnyPreemptible({ calendar: { leases }, agenda, policy, now }: PoolSnapshot): boolean {
  for (const lease of leases.values()) {
    const from = yieldsFrom(lease, agenda, policy);
    if (from !== null && from <= now) return true;
  }
  return false;
}

/** As if the victims were gone, and the candidate were where they were. */
function applyEviction(
  candidate: Candidate,
  { places, victims }: Eviction,
  onHost: Map<string, Lease[]>,
  now: string,
): void {
  const gone = new Set(victims.map(({ lease }) => lease.leaseId));
  for (const [hostId, leases] of onHost)
    if (leases.some(({ leaseId }) => gone.has(leaseId)))
      onHost.set(
        hostId,
        leases.filter(({ leaseId }) => !gone.has(leaseId)),
      );
  for (const [rank, { hostId, uuids }] of places.entries())
    onHost.get(hostId)?.push(placeholderLease(candidate, { rank, hostId, uuids }, now));
}

/** Placeholder of the lease that a candidate will have; it is never preempted. */
const placeholderLease = (
  { jobId, userId, projectId, demand }: Candidate,
  { rank, hostId, uuids }: { readonly rank: number; readonly hostId: string; readonly uuids: AllocatedUuids },
  now: string,
): Lease => ({
  leaseId: idFromName('applyEviction', jobId, String(rank)),
  jobId: '',
  userId,
  projectId,
  run: 1,
  hostId,
  uuids,
  class: demand.class,
  vcpus: demand.vcpus,
  ramMiB: demand.ramMiB,
  leasedAt: now,
  until: null,
  yieldsFrom: null,
  reservationId: null,
  gangId: null,
  borrowed: false,
});
