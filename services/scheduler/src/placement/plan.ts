import type { LeasedDevice } from '@berth/contracts/scheduler/events';
import type { SlotLimits } from '@berth/contracts/inventory/events';
import type { Calendar } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import { Capacity } from './capacity.js';
import type { Demand } from './demand.js';
import { Options, type Option } from './options.js';

export interface Candidate {
  readonly jobId: string;
  readonly demand: Demand;
}

export interface Placement<C extends Candidate> {
  readonly candidate: C;
  readonly host: HostFact;
  readonly devices: readonly LeasedDevice[];
  readonly limits: readonly SlotLimits[];
}

/** Different demands that a pass looks into; more wait for the next one, so that no pass takes long. */
const MOST_DEMANDS = 256;

/**
 * Gives candidates in their order. Told of the last one that it can't be placed in this pass, it may leave out whoever
 * asks for the same.
 */
export type Candidates<C> = Iterable<C, unknown, boolean>;

/**
 * Places candidates in their order. One that has to wait keeps what is free on the host that is nearest to having room
 * for it, so that small jobs never starve a big one, while others go past it elsewhere. Pure; the calendar is not changed.
 */
export function plan<C extends Candidate>(
  candidates: Candidates<C>,
  hosts: readonly HostFact[],
  calendar: Calendar,
  limit = Infinity,
): Placement<C>[] {
  const capacity = new Capacity(hosts, calendar);
  const optionsOf = new Map<string, Options>();
  const waiting = new Set<string>();
  const placements: Placement<C>[] = [];
  const inOrder = candidates[Symbol.iterator]();
  for (let step = inOrder.next(false); !step.done;) {
    const best = place(step.value.demand);
    if (best) placements.push(placementOf(step.value, best));
    if (placements.length >= limit) break;
    step = inOrder.next(best === undefined);
  }
  return placements;

  function place(demand: Demand): Option | undefined {
    if (waiting.has(demand.key) || capacity.isExhausted(demand)) return undefined;
    let options = optionsOf.get(demand.key);
    if (!options) {
      if (optionsOf.size >= MOST_DEMANDS) return undefined;
      optionsOf.set(demand.key, (options = new Options(hosts, demand, capacity)));
    }
    const best = options.best();
    const taken = best ?? options.nearest();
    if (taken) capacity.take(taken.host, taken.devices, demand);
    if (!best) waiting.add(demand.key);
    return best;
  }
}

const placementOf = <C extends Candidate>(candidate: C, { host, devices }: Option): Placement<C> => ({
  candidate,
  host,
  devices: devices.map(({ uuid, index, model, simulated }) => ({ uuid, index, model, simulated })),
  limits: candidate.demand.count > 0 ? devices.map((device) => device.limits) : [host.cpuLimits],
});
