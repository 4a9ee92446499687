import { elapsedMs } from '@berth/kernel/clock';
import type { Lease } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import type { Candidate } from '../placement/candidate.js';
import { roomOn, type Setting } from './room.js';
import { combinations } from './combinations.js';
import { causeToTake, type LeasedJob } from './yielding.js';

export type TakingCause = NonNullable<ReturnType<typeof causeToTake>>;

export interface Victim {
  readonly lease: Lease;
  readonly cause: TakingCause;
}

/** Where a candidate would fit, and whom that costs. */
export interface Taking {
  readonly host: HostFact;
  readonly uuids: readonly string[];
  readonly victims: readonly Victim[];
}

export interface Stage extends Setting {
  readonly hosts: readonly HostFact[];
  /** Leases of a host but for those that are being ended, and with those that are promised. */
  readonly leasesOn: (hostId: string) => readonly Lease[];
  readonly gang: (gangId: string) => readonly Lease[];
  /** Undefined where it is not known yet: then it is left alone. */
  readonly jobOf: (jobId: string) => LeasedJob | undefined;
}

/** Leases that can only be ended together: one, or all of a gang. */
interface Unit {
  readonly victims: readonly Victim[];
  /** Device-milliseconds that would have to be done again. */
  readonly lost: number;
}

interface Choice {
  readonly host: HostFact;
  readonly uuids: readonly string[];
  readonly units: readonly Unit[];
  readonly count: number;
  readonly lost: number;
  readonly oldest: string;
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
    for (const { host, units } of places) {
      for (const chosen of combinations(units, size)) {
        if ((tried += 1) > MOST_TRIED) return toTaking(best ?? spared(places, candidate, stage));
        const count = countOf(chosen);
        if (best && count > best.count) continue;
        const choice = choose(host, chosen, candidate, stage);
        if (choice && (!best || isBetter(choice, best))) best = choice;
      }
    }
  }
  return toTaking(best);
}

interface PlaceToTake {
  readonly host: HostFact;
  readonly units: readonly Unit[];
}

/** A host that would do if all leases were ended there that may be. */
function placeOn(host: HostFact, candidate: Candidate, stage: Stage): PlaceToTake | undefined {
  const units = unitsOn(host, candidate, stage);
  return choose(host, units, candidate, stage) ? { host, units } : undefined;
}

function unitsOn(host: HostFact, candidate: Candidate, stage: Stage): Unit[] {
  const seen = new Set<string>();
  return stage.leasesOn(host.hostId).flatMap((lease) => {
    if (lease.gangId !== null && seen.has(lease.gangId)) return [];
    if (lease.gangId !== null) seen.add(lease.gangId);
    const leases = lease.gangId === null ? [lease] : stage.gang(lease.gangId);
    const victims: Victim[] = [];
    let lost = 0;
    for (const each of leases) {
      const job = stage.jobOf(each.jobId);
      const cause = job && causeToTake(each, job, candidate, stage);
      if (!cause) return [];
      victims.push({ lease: each, cause });
      lost += elapsedMs(each.leasedAt, stage.now) * Math.max(1, each.uuids.length);
    }
    return [{ victims, lost }];
  });
}

function choose(
  host: HostFact,
  units: readonly Unit[],
  candidate: Candidate,
  stage: Stage,
): Choice | undefined {
  const gone = new Set(units.flatMap(({ victims }) => victims.map(({ lease }) => lease.leaseId)));
  const left = stage.leasesOn(host.hostId).filter(({ leaseId }) => !gone.has(leaseId));
  const devices = roomOn(host, candidate, left, stage);
  if (!devices) return undefined;
  const begun = units.flatMap(({ victims }) => victims.map(({ lease }) => lease.leasedAt));
  return {
    host,
    uuids: devices.map(({ uuid }) => uuid),
    units,
    count: countOf(units),
    lost: units.reduce((total, { lost }) => total + lost, 0),
    oldest: begun.sort()[0] ?? '',
  };
}

/** Where there are too many sets to try: all on the first host, less whoever can be spared, the most work first. */
function spared(places: readonly PlaceToTake[], candidate: Candidate, stage: Stage): Choice | undefined {
  const [place] = places;
  if (!place) return undefined;
  let choice = choose(place.host, place.units, candidate, stage);
  for (const unit of [...place.units].sort((a, b) => b.lost - a.lost)) {
    const fewer = (choice?.units ?? []).filter((each) => each !== unit);
    choice = choose(place.host, fewer, candidate, stage) ?? choice;
  }
  return choice;
}

const countOf = (units: readonly Unit[]): number =>
  units.reduce((total, { victims }) => total + victims.length, 0);

function isBetter(a: Choice, b: Choice): boolean {
  if (a.count !== b.count) return a.count < b.count;
  return a.lost !== b.lost ? a.lost < b.lost : a.oldest > b.oldest;
}

const toTaking = (choice: Choice | undefined): Taking | undefined =>
  choice && {
    host: choice.host,
    uuids: choice.uuids,
    victims: choice.units.flatMap(({ victims }) => victims),
  };
