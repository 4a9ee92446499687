import type { Calendar } from '../calendar/calendar.js';
import { isStaff, type Entitlement } from '../facts/entitlement.js';
import type { Facts } from '../facts/facts.js';
import type { Board, QueuedJob } from '../queue/board.js';
import type { Candidate } from './plan.js';

export interface QueuedCandidate extends Candidate {
  readonly job: QueuedJob;
}

/** What a queued job may use now: grants may have ended, and roles changed, since it was submitted. */
export function entitlementOfJob(
  facts: Facts,
  { userId, projectId, poolId }: QueuedJob,
): Entitlement | undefined {
  const user = facts.users.get(userId);
  const staff = user !== undefined && user.status === 'active' && isStaff(user);
  return facts.entitlements.of({ userId, projectId, staff }, poolId);
}

/** Jobs of a pool that may be placed now, in the queue's order. */
export function* candidatesOf(
  poolId: string,
  { board, facts, calendar, now }: { board: Board; facts: Facts; calendar: Calendar; now: string },
): Generator<QueuedCandidate> {
  for (const job of board.queue(poolId)) {
    if (job.notBefore !== null && job.notBefore > now) continue;
    if (calendar.leaseOfJob.has(job.jobId)) continue;
    const entitlement = entitlementOfJob(facts, job);
    if (entitlement) yield { jobId: job.jobId, job, demand: board.demandOf(job, entitlement.devices) };
  }
}
