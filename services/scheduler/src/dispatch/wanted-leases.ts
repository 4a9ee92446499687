import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import type { WantedLease } from '../calendar/calendar.commands.js';
import type { QuotaGate, Placement } from '../placement/planned.js';
import type { QueuedCandidate } from '../queue/order/candidates.js';
import type { QueuedJob } from '../queue/waiting/job-queue-index.js';

/** The lease that a job's next run will have. */
const leaseIdOf = ({ jobId, nextRun }: Pick<QueuedJob, 'jobId' | 'nextRun'>): string =>
  idFromName('lease', jobId, String(nextRun));

/** A gang with a member left out is left out. */
export function wholeGangs<P extends Placement<QueuedCandidate>>(
  left: readonly P[],
  planned: readonly P[],
): P[] {
  if (left.length === planned.length) return [...left];
  const kept = new Set(left);
  const broken = new Set(
    planned.flatMap((placement) => (kept.has(placement) ? [] : (placement.gangId ?? []))),
  );
  return left.filter(({ gangId }) => gangId === undefined || !broken.has(gangId));
}

/** The calendar decides again whether a lease is within quotas. */
export function withQuotas(lease: WantedLease, quota: QuotaGate | undefined): WantedLease {
  const quotas = quota?.limitsFor?.(lease) ?? [];
  return quotas.length === 0 ? lease : { ...lease, quotas };
}

/** The lease requests to the calendar. */
export function toLease(placement: Placement<QueuedCandidate>): WantedLease {
  const { candidate, host, devices, limits, until, decision } = placement;
  const { yieldsFrom, reservationId, gangId, borrowed } = placement;
  const { job, demand } = candidate;
  const { jobId, projectId, userId, nextRun: run } = job;
  const { hostId, cpuCores, memoryMiB, onlineSince } = host;
  return {
    leaseId: leaseIdOf(job),
    jobId,
    projectId,
    userId,
    run,
    hostId,
    devices,
    class: demand.class,
    limits,
    host: { cpuCores, memoryMiB },
    until,
    decision,
    ...defined({ hostOnlineSince: onlineSince, yieldsFrom, reservationId, gangId, borrowed }),
    ...(demand.vcpus > 0 ? { vcpus: demand.vcpus } : {}),
    ...(demand.ramMiB > 0 ? { ramMiB: demand.ramMiB } : {}),
  };
}
