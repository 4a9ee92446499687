import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { Calendar } from '../../calendar/calendar.js';
import type { HostFact } from '../../facts/host.facts.js';
import { candidatesOf, type QueuedCandidate } from '../../placement/candidates.js';
import { plan } from '../../placement/plan.js';
import type { Plan } from '../../placement/planned.js';
import type { SimulatedQueue } from './simulated-queue.js';
import { SIMULATED_POOL } from './cluster.js';

export interface PassSetting {
  readonly queue: SimulatedQueue;
  readonly hosts: readonly HostFact[];
  readonly policy: PoolPolicy;
}

/** What the scheduler itself would start now, and whom it would let wait. */
export function plannedPass(
  { queue: { board, facts }, hosts, policy }: PassSetting,
  calendar: Calendar,
  now: string,
): Plan<QueuedCandidate> {
  const candidates = candidatesOf(SIMULATED_POOL, { board, facts, calendar, now });
  return plan(candidates, hosts, calendar, { now, policy });
}
