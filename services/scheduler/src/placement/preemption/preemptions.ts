import type { PreemptionCause } from '@berth/contracts/scheduler/events';
import { idFromName } from '@berth/kernel/ids';
import type { Calendar, Lease } from '../../calendar/calendar.js';
import type { HostFact } from '../../facts/host.facts.js';
import type { Candidate } from '../candidate.js';
import { findVictimsForGang } from './gang-victims.js';
import type { Dealt, Setting } from './room.js';
import type { Stage, Taking, TakingCause } from './units.js';
import { findVictims } from './victims.js';
import { yieldsFrom } from './yielding.js';

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
 * Whom to end for candidates that wait, in their order: for a job on one host, for a gang on as many as it takes, or
 * nobody. Each is first thought to be where it fits once those are gone that are being ended already, so that nobody is
 * ended for it again, and what one will take is not promised to the next. What is too much for a pass is left to the
 * next; a gang that needs more than any pass may ask has one to itself.
 */
export function preemptionsFor(
  waiting: Iterable<Candidate>,
  pool: PoolAtNow,
  limit: number,
): readonly Preemption[] {
  const { calendar, hosts, stopping } = pool;
  if (!anyYields(pool)) return [];
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
    const isGang = candidate.others !== undefined;
    const taking = isGang ? findVictimsForGang(candidate, stage) : findVictims(candidate, stage);
    const isTooMuch = preemptions.length + (taking?.victims.length ?? 0) > limit;
    if (!taking || (isTooMuch && !(isGang && preemptions.length === 0))) continue;
    promise(candidate, taking, onHost, pool.now);
    for (const { lease, cause } of taking.victims)
      preemptions.push({ lease, cause, forJobId: candidate.jobId, message: MESSAGES[cause] });
  }
  return preemptions;
}

function anyYields({ calendar: { leases }, agenda, policy, now }: PoolAtNow): boolean {
  for (const lease of leases.values()) {
    const from = yieldsFrom(lease, agenda, policy);
    if (from !== null && from <= now) return true;
  }
  return false;
}

/** As if the victims were gone, and the candidate were where they were. */
function promise(
  candidate: Candidate,
  { places, victims }: Taking,
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
    onHost.get(hostId)?.push(promised(candidate, { rank, hostId, uuids }, now));
}

/** Stands for the lease that a candidate will have; nobody takes it away again. */
const promised = (
  { jobId, userId, projectId, demand }: Candidate,
  { rank, hostId, uuids }: { readonly rank: number; readonly hostId: string; readonly uuids: Dealt },
  now: string,
): Lease => ({
  leaseId: idFromName('promise', jobId, String(rank)),
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
