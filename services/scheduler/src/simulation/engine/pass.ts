import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { cpuPlace, slotsTaken, type Calendar } from '../../calendar/calendar.js';
import type { WantedLease } from '../../calendar/calendar.commands.js';
import type { HostFact } from '../../facts/host.facts.js';
import { candidatesOf, type QueuedCandidate } from '../../placement/candidates.js';
import type { Demand } from '../../placement/demand.js';
import { plan } from '../../placement/plan.js';
import type { Waiting } from '../../placement/planned.js';
import { toLease } from '../../processes/placer.js';
import { PassQuotas } from '../../quota/pass-quotas.js';
import type { Quotas } from '../../quota/quotas.js';
import { SIMULATED_POOL } from './cluster.js';
import type { SimulatedQueue } from './simulated-queue.js';

export interface PassSetting {
  readonly queue: SimulatedQueue;
  readonly hosts: readonly HostFact[];
  readonly policy: PoolPolicy;
  readonly quotas: Pick<Quotas, 'isEmpty' | 'binding'>;
}

export interface SimulatedPass {
  readonly wanted: readonly WantedLease[];
  readonly waiting: readonly Waiting<QueuedCandidate>[];
}

/** What the scheduler itself would ask the calendar for now, and whom it would let wait. */
export function passNow(
  { queue: { board, facts }, hosts, policy, quotas }: PassSetting,
  calendar: Calendar,
  now: string,
): SimulatedPass {
  const candidates = candidatesOf(SIMULATED_POOL, { board, facts, calendar, now });
  const quota = new PassQuotas(quotas, SIMULATED_POOL, calendar, []);
  const { placements, waiting } = plan(candidates, hosts, calendar, { now, policy, quota });
  const wanted = placements.map((placement) => ({
    ...toLease(placement),
    quotas: quota.limitsFor(placement.candidate),
  }));
  return { wanted, waiting };
}

/** Whether what a demand asks for is free at all, whoever may be before it. */
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
