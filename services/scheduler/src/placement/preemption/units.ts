import type { PreemptionCause } from '@berth/contracts/scheduler/events';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { elapsedMs, addMs } from '@berth/kernel/clock';
import type { Agenda } from '../../calendar/agenda.js';
import type { Lease } from '../../calendar/calendar.js';
import { heldUntil } from '../../calendar/collisions.js';
import type { HostFact } from '../../facts/host.facts.js';
import type { Candidate } from '../planned.js';
import type { AllocatedUuids, PolicyContext } from './host-free-capacity.js';

/** Facts about a lease's job that the calendar does not hold. */
interface LeasedJob {
  readonly grantPriority: number;
  readonly preemptible: boolean;
}

export interface PreemptingJob {
  readonly userId: string;
  readonly projectId: string;
  readonly grantPriority: number;
}

/**
 * From when on a lease may be preempted: no run before the pool's minimum run time, none in its reservation before
 * that ends. Null: never. Environments will hold leases that never yield, and so are never preempted.
 */
export function yieldsFrom(lease: Lease, agenda: Agenda, { preemption }: PoolPolicy): string | null {
  if (lease.reservationId !== null) {
    const ends = lease.uuids.map((uuid) => heldUntil(agenda, { reservationId: lease.reservationId }, uuid));
    return ends.reduce<string>((latest, end = '') => (end > latest ? end : latest), '');
  }
  if (lease.yieldsFrom !== null || !lease.borrowed) return lease.yieldsFrom;
  return addMs(lease.leasedAt, preemption.minimumRunMinutes * 60_000);
}

/** Why a lease may be ended now for a candidate that is within its quotas; undefined: it may not. */
function preemptionCauseFor(
  lease: Lease,
  job: LeasedJob,
  taker: PreemptingJob,
  { agenda, policy, now }: { readonly agenda: Agenda; readonly policy: PoolPolicy; readonly now: string },
): Extract<PreemptionCause, 'overstay' | 'borrowed' | 'betterClass'> | undefined {
  const yields = yieldsFrom(lease, agenda, policy);
  if (yields === null || yields > now) return undefined;
  if (lease.reservationId !== null) return 'overstay';
  const isOwn = lease.userId === taker.userId && lease.projectId === taker.projectId;
  if (lease.borrowed && !isOwn) return 'borrowed';
  const isBetter = taker.grantPriority < job.grantPriority;
  return isBetter && (job.preemptible || policy.preemption.mode === 'lowerClass') ? 'betterClass' : undefined;
}

export type VictimCause = NonNullable<ReturnType<typeof preemptionCauseFor>>;

export interface Victim {
  readonly lease: Lease;
  readonly cause: VictimCause;
}

/** Where a candidate, or each member of its gang, would fit, and which leases that costs. */
export interface Eviction {
  readonly places: readonly { readonly hostId: string; readonly uuids: AllocatedUuids }[];
  readonly victims: readonly Victim[];
}

export interface PreemptionContext extends PolicyContext {
  readonly hosts: readonly HostFact[];
  /** Leases of a host without those that are being ended, and with placeholders. */
  readonly leasesOn: (hostId: string) => readonly Lease[];
  readonly gang: (gangId: string) => readonly Lease[];
  /** Undefined where it is not known yet: then it is not touched. */
  readonly jobOf: (jobId: string) => LeasedJob | undefined;
}

/** What ending runs costs. */
export interface Cost {
  /** Leases. */
  readonly count: number;
  /** Device-milliseconds that would have to be done again. */
  readonly lost: number;
  /** When the first of them began; after all instants where there is none. */
  readonly oldest: string;
}

/** Leases that can only be ended together: one, or all of a gang. */
export interface Unit extends Cost {
  readonly victims: readonly Victim[];
}

const NOTHING: Cost = { count: 0, lost: 0, oldest: '~' };

export const costOf = (parts: readonly Cost[]): Cost => parts.reduce(plus, NOTHING);

export const plus = (a: Cost, b: Cost): Cost => ({
  count: a.count + b.count,
  lost: a.lost + b.lost,
  oldest: a.oldest < b.oldest ? a.oldest : b.oldest,
});

/** The fewest leases, then the least work lost, then the youngest. */
export function isLess(a: Cost, b: Cost): boolean {
  if (a.count !== b.count) return a.count < b.count;
  return a.lost !== b.lost ? a.lost < b.lost : a.oldest > b.oldest;
}

/** Leases on a host that may be ended for a candidate, with those elsewhere that must end with them. */
export function unitsOn(hostId: string, candidate: Candidate, context: PreemptionContext): Unit[] {
  const seen = new Set<string>();
  return context.leasesOn(hostId).flatMap((lease) => {
    if (lease.gangId !== null && seen.has(lease.gangId)) return [];
    if (lease.gangId !== null) seen.add(lease.gangId);
    return unitOf(lease.gangId === null ? [lease] : context.gang(lease.gangId), candidate, context) ?? [];
  });
}

/** Undefined where one of them may not be ended. */
function unitOf(
  leases: readonly Lease[],
  candidate: Candidate,
  context: PreemptionContext,
): Unit | undefined {
  const victims: Victim[] = [];
  const costs: Cost[] = [];
  for (const lease of leases) {
    const job = context.jobOf(lease.jobId);
    const cause = job && preemptionCauseFor(lease, job, candidate, context);
    if (!cause) return undefined;
    const lost = elapsedMs(lease.leasedAt, context.now) * Math.max(1, lease.uuids.length);
    victims.push({ lease, cause });
    costs.push({ count: 1, lost, oldest: lease.leasedAt });
  }
  return { ...costOf(costs), victims };
}

/** A host's leases without those of the units. */
export function leasesWithout(leases: readonly Lease[], units: readonly Unit[]): readonly Lease[] {
  if (units.length === 0) return leases;
  const gone = new Set(units.flatMap(({ victims }) => victims.map(({ lease }) => lease.leaseId)));
  return leases.filter(({ leaseId }) => !gone.has(leaseId));
}
