import type { Calendar } from '../../calendar/calendar.js';
import type { WantedLease } from '../../calendar/calendar.decider.js';
import type { HostFact } from '../../facts/host.facts.js';
import { candidatesOf } from '../../placement/candidates.js';
import { plan } from '../../placement/plan.js';
import type { SimulatedQueue } from './simulated-queue.js';
import { SIMULATED_POOL } from './cluster.js';

export interface PlannedStart {
  readonly wanted: WantedLease;
  readonly backfilled: boolean;
}

/** What the scheduler itself would start now. */
export function plannedStarts(
  { board, facts }: SimulatedQueue,
  hosts: readonly HostFact[],
  calendar: Calendar,
  now: string,
): readonly PlannedStart[] {
  const candidates = candidatesOf(SIMULATED_POOL, { board, facts, calendar, now });
  return plan(candidates, hosts, calendar).map(({ candidate, host, devices, limits }) => {
    const { job, demand } = candidate;
    const { jobId, projectId, userId, nextRun: run } = job;
    const { hostId, cpuCores, memoryMiB } = host;
    const wanted = {
      leaseId: `${jobId}/${run}`,
      jobId,
      projectId,
      userId,
      run,
      hostId,
      devices,
      class: demand.class,
      limits,
      host: { cpuCores, memoryMiB },
      ...(demand.vcpus > 0 ? { vcpus: demand.vcpus } : {}),
      ...(demand.ramMiB > 0 ? { ramMiB: demand.ramMiB } : {}),
    };
    return { wanted, backfilled: false };
  });
}
