import type { Lease } from '../../calendar/calendar.js';
import type { HostFreeCapacity } from './host-free-capacity.js';
import { costOf, isLess, leasesWithout, type Cost, type Unit } from './units.js';

/** All choices of so many items, in their order. */
export function* combinations<T>(items: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= items.length - size; at += 1) {
    const item = items[at] as T;
    for (const rest of combinations(items, size - 1, at + 1)) yield [item, ...rest];
  }
}

/** A host, and what may be ended there by itself. */
export interface GangPlace {
  readonly hostId: string;
  readonly freeCapacity: HostFreeCapacity;
  readonly leases: readonly Lease[];
  /** Those of which no part is on another host. */
  readonly units: readonly Unit[];
}

/** Units to end on a host. */
export interface Ending extends Cost {
  readonly units: readonly Unit[];
}

/** Remaining number of sets to try; beyond, a set without unneeded leases is good enough. */
export interface Budget {
  left: number;
  isExceeded: boolean;
}

/**
 * The cheapest ways to have one member of a gang more on a host than fit there now, two more, and so on; at place 0
 * what one more costs.
 *
 * @param leases what is left on the host whatever is chosen here
 * @param most members that are of use there
 */
export function choicesOn(
  place: GangPlace,
  leases: readonly Lease[],
  most: number,
  budget: Budget,
): readonly Ending[] {
  const { freeCapacity, units } = place;
  if (units.length === 0) return [];
  const membersThatFit = (chosen: readonly Unit[]): number =>
    freeCapacity.allocate(leasesWithout(leases, chosen), most).length;
  const now = membersThatFit([]);
  if (membersThatFit(units) === now) return [];
  const groups = groupsOf(place, leases);
  const sets = groups.reduce((product, group) => product * (group.length + 1), 1);
  if (sets > budget.left) {
    budget.isExceeded = true;
    return withoutUnneeded(units, membersThatFit, now);
  }
  budget.left -= sets;
  const choices: Ending[] = [];
  for (const chosen of prefixesOf(groups)) {
    const ending = { ...costOf(chosen), units: chosen };
    const more = membersThatFit(chosen) - now;
    for (let index = 0; index < more; index += 1) {
      const known = choices[index];
      if (!known || isLess(ending, known)) choices[index] = ending;
    }
  }
  return choices;
}

/** All that may be preempted, less the unneeded ones, the most work first; for fewer and fewer members. */
function withoutUnneeded(
  units: readonly Unit[],
  membersThatFit: (chosen: readonly Unit[]) => number,
  now: number,
): readonly Ending[] {
  const choices: Ending[] = [];
  let chosen = [...units].sort((a, b) => b.lost - a.lost);
  for (let more = membersThatFit(chosen) - now; more > 0; more -= 1) {
    for (const unit of chosen) {
      const fewer = chosen.filter((each) => each !== unit);
      if (membersThatFit(fewer) - now >= more) chosen = fewer;
    }
    choices[more - 1] = { ...costOf(chosen), units: chosen };
  }
  return choices;
}

/** Units that leave the same behind, the cheapest of them first: of these no dearer one is ended before a cheaper one. */
function groupsOf(
  { freeCapacity, units }: GangPlace,
  leases: readonly Lease[],
): readonly (readonly Unit[])[] {
  const holders = new Map<string, number>();
  for (const { uuids } of leases) for (const uuid of uuids) holders.set(uuid, (holders.get(uuid) ?? 0) + 1);
  const groups = Map.groupBy(units, (unit) => {
    const [victim, ...others] = unit.victims;
    if (!victim || others.length > 0) return unit;
    const { uuids, class: jobClass, vcpus, ramMiB } = victim.lease;
    if (uuids.some((uuid) => holders.get(uuid) !== 1)) return unit;
    return JSON.stringify([jobClass, vcpus, ramMiB, uuids.map((uuid) => freeCapacity.slotsOf(uuid)).sort()]);
  });
  return [...groups.values()].map((group) => group.sort((a, b) => (isLess(a, b) ? -1 : 1)));
}

/** From each group the first few, in all ways. */
function* prefixesOf(groups: readonly (readonly Unit[])[], at = 0): Generator<readonly Unit[]> {
  const group = groups[at];
  if (!group) {
    yield [];
    return;
  }
  for (const rest of prefixesOf(groups, at + 1))
    for (let size = 0; size <= group.length; size += 1) yield [...group.slice(0, size), ...rest];
}
