import type { Calendar } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import type { Candidate, Candidates } from './candidate.js';
import { Pass } from './pass.js';
import type { Plan, PlanOptions } from './planned.js';

/**
 * Places candidates in their order. One that must wait gets a planned start, which those behind it may not delay;
 * where the pool's policy has no backfill, or the end of what blocks it is unknown, it keeps what is free on the
 * host nearest to having enough for it. So small jobs never starve a big one, and others may overtake it. Pure; the
 * calendar is not changed.
 */
export const plan = <C extends Candidate>(
  candidates: Candidates<C>,
  hosts: readonly HostFact[],
  calendar: Calendar,
  options: PlanOptions,
): Plan<C> => new Pass<C>(hosts, calendar, options).run(candidates);
