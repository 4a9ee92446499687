import type { HostFact } from '../../facts/host.facts.js';
import type { Lease } from '../../calendar/calendar.js';
import type { Candidate } from '../candidate.js';
import { combinations } from './combinations.js';
import { Room, type Dealt } from './room.js';
import {
  costOf,
  isLess,
  leasesWithout,
  unitsOn,
  type Cost,
  type Stage,
  type Taking,
  type Unit,
} from './units.js';

interface Choice extends Cost {
  readonly hostId: string;
  readonly uuids: Dealt;
  readonly units: readonly Unit[];
}

/** A host that would do if all leases were ended there that may be. */
interface PlaceToTake {
  readonly hostId: string;
  readonly room: Room;
  readonly leases: readonly Lease[];
  readonly units: readonly Unit[];
}

/** Combinations that are tried exactly for one candidate; beyond, a set is good of which nobody can be spared. */
const MOST_TRIED = 4_000;

/**
 * The fewest leases on one host that must end for a candidate to fit there; of equal sets the one with the least work
 * lost, then the youngest. Undefined where nothing helps: nobody is ended in vain. A candidate that fits as it is has no
 * victims.
 */
export function findVictims(candidate: Candidate, stage: Stage): Taking | undefined {
  const places = stage.hosts.flatMap((host) => placeOn(host, candidate, stage) ?? []);
  let best: Choice | undefined;
  let tried = 0;
  const most = Math.max(0, ...places.map(({ units }) => units.length));
  for (let size = 0; size <= most && size <= (best?.count ?? Infinity); size += 1) {
    for (const place of places) {
      for (const chosen of combinations(place.units, size)) {
        if ((tried += 1) > MOST_TRIED) return toTaking(best ?? spared(places));
        const cost = costOf(chosen);
        if (best && !isLess(cost, best)) continue;
        best = choose(place, chosen, cost) ?? best;
      }
    }
  }
  return toTaking(best);
}

function placeOn(host: HostFact, candidate: Candidate, stage: Stage): PlaceToTake | undefined {
  const { hostId } = host;
  const room = new Room(host, candidate, stage);
  const units = unitsOn(hostId, candidate, stage);
  const place = { hostId, room, leases: stage.leasesOn(hostId), units };
  return choose(place, units) ? place : undefined;
}

function choose(
  { hostId, room, leases }: PlaceToTake,
  units: readonly Unit[],
  cost = costOf(units),
): Choice | undefined {
  const [uuids] = room.deal(leasesWithout(leases, units), 1);
  return uuids && { hostId, uuids, units, ...cost };
}

/** Where there are too many sets to try: all on the first host, less whoever can be spared, the most work first. */
function spared([place]: readonly PlaceToTake[]): Choice | undefined {
  if (!place) return undefined;
  let choice = choose(place, place.units);
  for (const unit of [...place.units].sort((a, b) => b.lost - a.lost)) {
    const fewer = (choice?.units ?? []).filter((each) => each !== unit);
    choice = choose(place, fewer) ?? choice;
  }
  return choice;
}

const toTaking = (choice: Choice | undefined): Taking | undefined =>
  choice && {
    places: [{ hostId: choice.hostId, uuids: choice.uuids }],
    victims: choice.units.flatMap(({ victims }) => victims),
  };
