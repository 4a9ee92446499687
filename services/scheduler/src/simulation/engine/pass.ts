import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { WantedLease } from '../../calendar/calendar.commands.js';
import { cpuPlace, slotsTaken, type Calendar } from '../../calendar/calendar.js';
import { toLease } from '../../dispatch/wanted-leases.js';
import type { HostFact } from '../../facts/host.facts.js';
import type { Demand } from '../../placement/demand.js';
import { MARGIN_MS } from '../../placement/placement-request.js';
import { plan } from '../../placement/plan.js';
import { type Waiting, asWhole } from '../../placement/planned.js';
import { preemptionsFor, type Preemption } from '../../placement/preemption/preemptions.js';
import { candidatesOf, type QueuedCandidate, typicalDemands } from '../../queue/order/candidates.js';
import { rankIn } from '../../queue/order/queue-orders.js';
import { PassQuotas } from '../../queue/quota/pass-quotas.js';
import type { Quotas } from '../../queue/quota/quotas.js';
import { SIMULATED_POOL } from './cluster.js';
import type { SimulatedQueue } from './simulated-queue.js';
import type { SimulatedShares } from './simulated-shares.js';
import type { JobRecord } from './timeline.js';

export interface PassSetting {
  readonly queue: SimulatedQueue;
  readonly hosts: readonly HostFact[];
  readonly policy: PoolPolicy;
  readonly quotas: Pick<Quotas, 'isEmpty' | 'binding'>;
  readonly shares: SimulatedShares;
  /** Leases that are being ended for others, and when they will be over at the latest, in ms since the epoch. */
  readonly ending: ReadonlyMap<string, number>;
}

export interface SimulatedPass {
  readonly wanted: readonly WantedLease[];
  readonly waiting: readonly Waiting<QueuedCandidate>[];
  readonly quota: (calendar: Calendar) => PassQuotas;
}

/** The leases that the scheduler would request from the calendar now, and the candidates that would wait. */
export function passNow(
  { queue: { queueIndex, facts }, hosts, policy, quotas, shares, ending }: PassSetting,
  calendar: Calendar,
  now: string,
): SimulatedPass {
  const standing = policy.order === 'fairShare' ? shares.at(Date.parse(now), calendar) : undefined;
  const factor = (_: string, project: string, user: string) => standing?.factor(project, user) ?? 1;
  const rankOf = rankIn(SIMULATED_POOL, policy, { factor }, now);
  const candidates = candidatesOf(SIMULATED_POOL, { queueIndex, facts, calendar, rankOf });
  const typical = policy.placement === 'leastFragmentation' ? typicalDemands(queueIndex, SIMULATED_POOL) : [];
  const quota = (at: Calendar) => new PassQuotas(quotas, SIMULATED_POOL, at, []);
  const gate = quota(calendar);
  const given = { now, policy, quota: gate, typical, ending };
  const { placements, waiting } = plan(candidates, hosts, calendar, given);
  const wanted = placements.map((placement) => ({
    ...toLease(placement),
    quotas: gate.limitsFor(placement.candidate),
  }));
  return { wanted, waiting, quota };
}

/** Whether enough for a demand is free at all, whatever is before it in the queue. */
export const isFreeNow = (demand: Demand, hosts: readonly HostFact[], calendar: Calendar): boolean =>
  hosts.some((host) => {
    if (demand.count === 0)
      return slotsTaken(calendar, cpuPlace(host.hostId), demand.class) < host.cpuLimits[demand.class];
    let free = 0;
    for (const device of host.devices) {
      if (slotsTaken(calendar, device.uuid, demand.class) >= device.limits[demand.class]) continue;
      free += 1;
      if (free >= demand.count) return true;
    }
    return false;
  });

/** Maximum of runs preempted by one pass. */
const MAX_PER_PASS = 32;

/** The runs that the scheduler would preempt for the candidates that a pass could not place. */
export function preemptionsNeeded(
  { hosts, policy }: PassSetting,
  { waiting, quota }: SimulatedPass,
  at: {
    readonly calendar: Calendar;
    readonly now: string;
    readonly stopping: ReadonlySet<string>;
    readonly recordOf: (jobId: string) => JobRecord | undefined;
  },
): readonly Preemption[] {
  const { calendar, now, stopping } = at;
  const soon = Date.parse(now) + policy.preemption.graceSeconds * 1000 + MARGIN_MS;
  const gate = quota(calendar);
  const entitled = waiting
    .filter(
      ({ why, plannedAt }) => why === 'busy' && (plannedAt === undefined || Date.parse(plannedAt) > soon),
    )
    .map(({ candidate }) => candidate)
    .filter((candidate) => gate.admit(asWhole(candidate)) === 'within');
  if (entitled.length === 0) return [];
  const { agenda } = calendar;
  const jobOf = (jobId: string) => at.recordOf(jobId)?.job;
  return preemptionsFor(entitled, { calendar, hosts, agenda, policy, now, stopping, jobOf }, MAX_PER_PASS);
}
