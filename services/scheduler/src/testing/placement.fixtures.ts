import type { JobSpec } from '@berth/contracts/scheduler/events';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { Candidate, Placement, PlanOptions } from '../placement/planned.js';
import { demandOf } from '../placement/demand.js';
import { idFromName } from '@berth/kernel/ids';
import type { WantedLease } from '../calendar/calendar.commands.js';
import type { JobQueueIndex } from '../queue/waiting/job-queue-index.js';
import { EVEN_SHARES, QueueOrders } from '../queue/order/queue-orders.js';
import { aSpec, NOW, projectId, userId } from './fixtures.js';

/** Queues in the order of the default policy, or of the one that is given. */
export const ordersOf = (queueIndex: JobQueueIndex, policy: PoolPolicy = DEFAULT_POLICY): QueueOrders =>
  new QueueOrders({
    queueIndex,
    policies: { of: () => policy },
    shares: EVEN_SHARES,
    clock: { now: () => NOW },
    monotonicMs: () => 0,
  });

/** A job that may be placed now. */
export function aCandidate(
  jobId: string,
  change: Partial<JobSpec> = {},
  { allowed, ...rest }: Partial<Candidate> & { readonly allowed?: ReadonlySet<string> } = {},
): Candidate {
  const spec = aSpec(change);
  const { timeoutMinutes, preemptible, reservationId } = spec;
  const asked = { demand: demandOf(spec, allowed), timeoutMinutes, preemptible, reservationId };
  return { jobId, userId, projectId, grantPriority: 1, queuedAt: NOW, ...asked, ...rest };
}

export const planOptions = (change: Partial<PlanOptions> = {}): PlanOptions => ({
  now: NOW,
  policy: DEFAULT_POLICY,
  ...change,
});

/** The placements: job, host, and the indexes of its devices. */
export const shownPlaces = (placements: readonly Placement<Candidate>[]) =>
  placements.map(({ candidate, host, devices }) => [
    candidate.jobId,
    host.name,
    ...devices.map((device) => device.index),
  ]);

/** The lease that a placement leads to. */
export const wantedOf = (placement: Placement<Candidate>): WantedLease => {
  const { candidate, host, ...terms } = placement;
  const { jobId, projectId: project, userId: user, demand } = candidate;
  return {
    ...terms,
    leaseId: idFromName('lease', jobId),
    jobId,
    projectId: project,
    userId: user,
    run: 1,
    hostId: host.hostId,
    class: demand.class,
    host,
    ...(demand.vcpus > 0 ? { vcpus: demand.vcpus } : {}),
    ...(demand.ramMiB > 0 ? { ramMiB: demand.ramMiB } : {}),
  };
};
