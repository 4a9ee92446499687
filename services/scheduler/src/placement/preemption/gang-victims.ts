import type { Candidate } from '../candidate.js';
import { cheapestFor } from './cheapest.js';
import { combinations } from './combinations.js';
import { choicesOn, type Budget, type Ending, type GangPlace } from './host-choices.js';
import { Room } from './room.js';
import { costOf, isLess, leasesWithout, plus, unitsOn, type Stage, type Taking, type Unit } from './units.js';

/** Sets that are tried exactly on hosts, one by one, for one gang. */
const MOST_TRIED = 4_000;
/** Sets of units that lie on several hosts, each of which makes another problem of the rest. */
const MOST_WIDE = 64;

/**
 * The fewest leases on all hosts of the pool that must end for every member of a gang to fit at once; of equal sets the
 * one with the least work lost, then the youngest. Undefined where that is not to be had: then nobody is to be ended.
 *
 * What ends on one host makes no difference to another, so that it is worked out for each host what one member more
 * costs there, two more, and so on, and then shared out among hosts. Units that lie on several hosts (other gangs) are
 * tried before, in all ways.
 */
export function findVictimsForGang(candidate: Candidate, stage: Stage): Taking | undefined {
  const { places, wide } = survey(candidate, stage);
  const members = (candidate.others?.length ?? 0) + 1;
  const all = [...wide, ...places.flatMap(({ units }) => units)];
  if (roomBeside(places, all, members) < members) return undefined;
  const budget: Budget = { left: MOST_TRIED, isExceeded: false };
  let best: Ending | undefined;
  for (const gone of setsOf(wide, budget)) {
    const cost = costOf(gone);
    if (best && !isLess(cost, best)) continue;
    const here = cheapestEnding(places, gone, members, budget);
    const whole = here && { ...plus(cost, here), units: [...gone, ...here.units] };
    if (whole && (!best || isLess(whole, best))) best = whole;
  }
  if (!best) return undefined;
  const units = budget.isExceeded ? spared(places, best.units, members) : best.units;
  return { places: dealt(places, units, members), victims: units.flatMap(({ victims }) => victims) };
}

/** Each host, with what may be ended there; and what lies on several. */
function survey(candidate: Candidate, stage: Stage): { places: readonly GangPlace[]; wide: readonly Unit[] } {
  const wide = new Map<string, Unit>();
  const places = stage.hosts.map((host) => {
    const { hostId } = host;
    const units = unitsOn(hostId, candidate, stage).filter((unit) => {
      if (unit.victims.every(({ lease }) => lease.hostId === hostId)) return true;
      wide.set(unit.victims[0]?.lease.gangId ?? '', unit);
      return false;
    });
    return { hostId, room: new Room(host, candidate, stage), leases: stage.leasesOn(hostId), units };
  });
  return { places, wide: [...wide.values()] };
}

/** The fewest first; where there are too many sets, all of them together are the last. */
function* setsOf(wide: readonly Unit[], budget: Budget): Generator<readonly Unit[]> {
  let tried = 0;
  for (let size = 0; size <= wide.length; size += 1)
    for (const set of combinations(wide, size)) {
      if ((tried += 1) < MOST_WIDE) yield set;
      else {
        budget.isExceeded = true;
        return yield wide;
      }
    }
}

/** Once some are gone anyway, what else must end. */
function cheapestEnding(
  places: readonly GangPlace[],
  gone: readonly Unit[],
  members: number,
  budget: Budget,
): Ending | undefined {
  const lacking = members - roomBeside(places, gone, members);
  if (lacking <= 0) return { ...costOf([]), units: [] };
  const choices = places.map((place) => choicesOn(place, leasesWithout(place.leases, gone), members, budget));
  return cheapestFor(lacking, choices);
}

/** Members that fit on all hosts together once the units are gone. */
function roomBeside(places: readonly GangPlace[], gone: readonly Unit[], most: number): number {
  let members = 0;
  for (const { room, leases } of places) {
    if (members >= most) break;
    members += room.deal(leasesWithout(leases, gone), most - members).length;
  }
  return members;
}

/** Without those who were ended only because not all ways could be tried. */
function spared(places: readonly GangPlace[], units: readonly Unit[], members: number): readonly Unit[] {
  let left = units;
  for (const unit of [...units].sort((a, b) => b.lost - a.lost)) {
    const fewer = left.filter((each) => each !== unit);
    if (roomBeside(places, fewer, members) >= members) left = fewer;
  }
  return left;
}

function dealt(places: readonly GangPlace[], gone: readonly Unit[], members: number): Taking['places'] {
  const taken: { hostId: string; uuids: readonly string[] }[] = [];
  for (const { hostId, room, leases } of places)
    for (const uuids of room.deal(leasesWithout(leases, gone), members - taken.length))
      taken.push({ hostId, uuids });
  return taken;
}
