import type { Candidate } from '../planned.js';
import { combinations, choicesOn, type Budget, type Ending, type GangPlace } from './host-choices.js';
import { HostFreeCapacity } from './host-free-capacity.js';
import {
  costOf,
  isLess,
  leasesWithout,
  plus,
  unitsOn,
  type PreemptionContext,
  type Eviction,
  type Unit,
  type Cost,
} from './units.js';

/** What was chosen so far, host by host. */
interface Picked extends Cost {
  readonly last?: { readonly ending: Ending; readonly before: Picked };
}

/**
 * Shares out so many members among hosts as cheaply as can be: a knapsack, filled host by host (Bellman 1957). Costs add
 * up, so the cheapest for all is made of cheapest ones for fewer.
 *
 * @param choices by host; at index n - 1 what n members more cost there
 */
function cheapestFor(members: number, choices: readonly (readonly Ending[])[]): Ending | undefined {
  const best: (Picked | undefined)[] = [costOf([])];
  for (const ofHost of choices) {
    for (let wanted = members; wanted > 0; wanted -= 1) {
      for (const [index, ending] of ofHost.entries()) {
        const before = best[Math.max(0, wanted - index - 1)];
        if (!before) continue;
        const known = best[wanted];
        if (known && before.count + ending.count > known.count) continue;
        const cost = plus(before, ending);
        if (!known || isLess(cost, known)) best[wanted] = { ...cost, last: { ending, before } };
      }
    }
  }
  const cheapest = best[members];
  if (!cheapest) return undefined;
  const units = [];
  for (let { last } = cheapest; last; { last } = last.before) units.push(...last.ending.units);
  return { count: cheapest.count, lost: cheapest.lost, oldest: cheapest.oldest, units };
}

/** Sets that are tried exactly on hosts, one by one, for one gang. */
const MAX_SETS_TRIED = 4_000;
/** Maximum of sets of units on several hosts, each of which makes another problem of what remains. */
const MAX_MULTI_HOST_SETS = 64;

/**
 * The fewest leases on all hosts of the pool that must end for every member of a gang to fit at once; of equal sets
 * the one with the least work lost, then the youngest. Undefined where no set is enough: then nothing is preempted.
 * The cost on one host does not depend on another, so the cost of one more member, two more, and so on is computed
 * per host, and the members are then distributed. Units on several hosts (other gangs) are tried first, in all
 * combinations.
 */
export function findVictimsForGang(candidate: Candidate, context: PreemptionContext): Eviction | undefined {
  const { places, multiHost } = collectUnits(candidate, context);
  const members = (candidate.others?.length ?? 0) + 1;
  const all = [...multiHost, ...places.flatMap(({ units }) => units)];
  if (membersThatFit(places, all, members) < members) return undefined;
  const budget: Budget = { left: MAX_SETS_TRIED, isExceeded: false };
  let best: Ending | undefined;
  for (const gone of setsOf(multiHost, budget)) {
    const cost = costOf(gone);
    if (best && !isLess(cost, best)) continue;
    const here = cheapestEnding(places, gone, members, budget);
    const whole = here && { ...plus(cost, here), units: [...gone, ...here.units] };
    if (whole && (!best || isLess(whole, best))) best = whole;
  }
  if (!best) return undefined;
  const units = budget.isExceeded ? withoutUnneeded(places, best.units, members) : best.units;
  return {
    places: allocatedPlaces(places, units, members),
    victims: units.flatMap(({ victims }) => victims),
  };
}

/** Each host, with what may be ended there; and what lies on several. */
function collectUnits(
  candidate: Candidate,
  context: PreemptionContext,
): { places: readonly GangPlace[]; multiHost: readonly Unit[] } {
  const multiHost = new Map<string, Unit>();
  const places = context.hosts.map((host) => {
    const { hostId } = host;
    const units = unitsOn(hostId, candidate, context).filter((unit) => {
      if (unit.victims.every(({ lease }) => lease.hostId === hostId)) return true;
      multiHost.set(unit.victims[0]?.lease.gangId ?? '', unit);
      return false;
    });
    return {
      hostId,
      freeCapacity: new HostFreeCapacity(host, candidate, context),
      leases: context.leasesOn(hostId),
      units,
    };
  });
  return { places, multiHost: [...multiHost.values()] };
}

/** The fewest first; where there are too many sets, all of them together are the last. */
function* setsOf(multiHost: readonly Unit[], budget: Budget): Generator<readonly Unit[]> {
  let tried = 0;
  for (let size = 0; size <= multiHost.length; size += 1)
    for (const set of combinations(multiHost, size)) {
      if ((tried += 1) < MAX_MULTI_HOST_SETS) yield set;
      else {
        budget.isExceeded = true;
        return yield multiHost;
      }
    }
}

/** What else must end once some are gone. */
function cheapestEnding(
  places: readonly GangPlace[],
  gone: readonly Unit[],
  members: number,
  budget: Budget,
): Ending | undefined {
  const lacking = members - membersThatFit(places, gone, members);
  if (lacking <= 0) return { ...costOf([]), units: [] };
  const choices = places.map((place) => choicesOn(place, leasesWithout(place.leases, gone), members, budget));
  return cheapestFor(lacking, choices);
}

/** Members that fit on all hosts together once the units are gone. */
function membersThatFit(places: readonly GangPlace[], gone: readonly Unit[], most: number): number {
  let members = 0;
  for (const { freeCapacity, leases } of places) {
    if (members >= most) break;
    members += freeCapacity.allocate(leasesWithout(leases, gone), most - members).length;
  }
  return members;
}

/** Without leases that are in the set only because not all combinations could be tried. */
function withoutUnneeded(
  places: readonly GangPlace[],
  units: readonly Unit[],
  members: number,
): readonly Unit[] {
  let left = units;
  for (const unit of [...units].sort((a, b) => b.lost - a.lost)) {
    const fewer = left.filter((each) => each !== unit);
    if (membersThatFit(places, fewer, members) >= members) left = fewer;
  }
  return left;
}

function allocatedPlaces(
  places: readonly GangPlace[],
  gone: readonly Unit[],
  members: number,
): Eviction['places'] {
  const taken: { hostId: string; uuids: readonly string[] }[] = [];
  for (const { hostId, freeCapacity, leases } of places)
    for (const uuids of freeCapacity.allocate(leasesWithout(leases, gone), members - taken.length))
      taken.push({ hostId, uuids });
  return taken;
}
