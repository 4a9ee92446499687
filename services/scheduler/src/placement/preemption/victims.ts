import type { HostFact } from '../../facts/host.facts.js';
import type { Lease } from '../../calendar/calendar.js';
import type { Candidate } from '../planned.js';
import { combinations } from './host-choices.js';
import { HostFreeCapacity, type AllocatedUuids } from './host-free-capacity.js';
import {
  costOf,
  isLess,
  leasesWithout,
  unitsOn,
  type Cost,
  type PreemptionContext,
  type Eviction,
  type Unit,
} from './units.js';

interface Choice extends Cost {
  readonly hostId: string;
  readonly uuids: AllocatedUuids;
  readonly units: readonly Unit[];
}

/** A host that would do if all leases were ended there that may be. */
interface HostOption {
  readonly hostId: string;
  readonly freeCapacity: HostFreeCapacity;
  readonly leases: readonly Lease[];
  readonly units: readonly Unit[];
}

/** Combinations tried exactly for one candidate; beyond, a set without unneeded leases is good enough. */
const MAX_SETS_TRIED = 4_000;

/**
 * The fewest leases on one host that must end for a candidate to fit there; of equal sets the one with the least
 * work lost, then the youngest. Undefined where nothing helps: then nothing is preempted. A candidate that fits as
 * it is has no victims.
 */
export function findVictims(candidate: Candidate, context: PreemptionContext): Eviction | undefined {
  const places = context.hosts.flatMap((host) => placeOn(host, candidate, context) ?? []);
  let best: Choice | undefined;
  let tried = 0;
  const most = Math.max(0, ...places.map(({ units }) => units.length));
  for (let size = 0; size <= most && size <= (best?.count ?? Infinity); size += 1) {
    for (const place of places) {
      for (const chosen of combinations(place.units, size)) {
        if ((tried += 1) > MAX_SETS_TRIED) return toEviction(best ?? withoutUnneeded(places));
        const cost = costOf(chosen);
        if (best && !isLess(cost, best)) continue;
        best = choose(place, chosen, cost) ?? best;
      }
    }
  }
  return toEviction(best);
}

function placeOn(host: HostFact, candidate: Candidate, context: PreemptionContext): HostOption | undefined {
  const { hostId } = host;
  const freeCapacity = new HostFreeCapacity(host, candidate, context);
  const units = unitsOn(hostId, candidate, context);
  const place = { hostId, freeCapacity, leases: context.leasesOn(hostId), units };
  return choose(place, units) ? place : undefined;
}

function choose(
  { hostId, freeCapacity, leases }: HostOption,
  units: readonly Unit[],
  cost = costOf(units),
): Choice | undefined {
  const [uuids] = freeCapacity.allocate(leasesWithout(leases, units), 1);
  return uuids && { hostId, uuids, units, ...cost };
}

/** Where there are too many sets to try: all on the first host, less the unneeded ones, the most work first. */
function withoutUnneeded([place]: readonly HostOption[]): Choice | undefined {
  if (!place) return undefined;
  let choice = choose(place, place.units);
  for (const unit of [...place.units].sort((a, b) => b.lost - a.lost)) {
    const fewer = (choice?.units ?? []).filter((each) => each !== unit);
    choice = choose(place, fewer) ?? choice;
  }
  return choice;
}

const toEviction = (choice: Choice | undefined): Eviction | undefined =>
  choice && {
    places: [{ hostId: choice.hostId, uuids: choice.uuids }],
    victims: choice.units.flatMap(({ victims }) => victims),
  };
