import type { PreemptionCause } from '@berth/contracts/scheduler/events';
import { idFromName } from '@berth/kernel/ids';
import type { Calendar, Lease } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import type { Candidate } from '../placement/candidate.js';
import type { Setting } from './room.js';
import { findVictims, type Stage, type TakingCause } from './victims.js';

/** A run that must make room, and for whom. */
export interface Preemption {
  readonly lease: Lease;
  readonly cause: PreemptionCause;
  readonly forJobId?: string;
  readonly forReservationId?: string;
  readonly message: string;
}

export interface PoolAtNow extends Setting {
  readonly calendar: Calendar;
  readonly hosts: readonly HostFact[];
  /** Leases that are being ended already. */
  readonly stopping: ReadonlySet<string>;
  readonly jobOf: Stage['jobOf'];
}

const MESSAGES: { readonly [cause in TakingCause]: string } = {
  betterClass: 'a job of a better class needs what it holds',
  borrowed: 'what it borrowed beyond its quota is asked for by somebody within theirs',
  overstay: 'the booking that it runs in is over, and somebody else needs what it holds',
};

/** Candidates that are looked at in one pass. */
const MOST_CANDIDATES = 32;

/**
 * Whom to end for candidates that wait, in their order and on one host each; members of gangs wait for room of
 * themselves. Each is first thought to be where it fits once those are gone that are being ended already, so that
 * nobody is ended for it again, and what one will take is not promised to the next.
 */
export function preemptionsFor(
  waiting: Iterable<Candidate>,
  pool: PoolAtNow,
  limit: number,
): readonly Preemption[] {
  const { calendar, hosts, stopping } = pool;
  const onHost = new Map<string, Lease[]>(hosts.map(({ hostId }) => [hostId, []]));
  for (const lease of calendar.leases.values())
    if (!stopping.has(lease.leaseId)) onHost.get(lease.hostId)?.push(lease);
  const stage: Stage = {
    ...pool,
    leasesOn: (hostId) => onHost.get(hostId) ?? [],
    gang: (gangId) => [...calendar.leases.values()].filter((lease) => lease.gangId === gangId),
  };
  const preemptions: Preemption[] = [];
  let looked = 0;
  for (const candidate of waiting) {
    if (preemptions.length >= limit || (looked += 1) > MOST_CANDIDATES) break;
    if (candidate.gangId !== undefined) continue;
    const taking = findVictims(candidate, stage);
    if (!taking || preemptions.length + taking.victims.length > limit) continue;
    const gone = new Set(taking.victims.map(({ lease }) => lease.leaseId));
    for (const [hostId, leases] of onHost)
      if (leases.some(({ leaseId }) => gone.has(leaseId)))
        onHost.set(
          hostId,
          leases.filter(({ leaseId }) => !gone.has(leaseId)),
        );
    onHost.get(taking.host.hostId)?.push(promised(candidate, taking.host.hostId, taking.uuids, pool.now));
    for (const { lease, cause } of taking.victims)
      preemptions.push({ lease, cause, forJobId: candidate.jobId, message: MESSAGES[cause] });
  }
  return preemptions;
}

/** Stands for the lease that a candidate will have; nobody takes it away again. */
const promised = (
  { jobId, userId, projectId, demand }: Candidate,
  hostId: string,
  uuids: readonly string[],
  now: string,
): Lease => ({
  leaseId: idFromName('promise', jobId),
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
