import type { PreemptionCause } from '@berth/contracts/scheduler/events';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { addMs } from '@berth/kernel/clock';
import type { Agenda } from '../../calendar/agenda.js';
import type { Lease } from '../../calendar/calendar.js';
import { heldUntil } from '../../calendar/collisions.js';

/** Facts about a lease's job that the calendar does not hold. */
export interface LeasedJob {
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
export function preemptionCauseFor(
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
