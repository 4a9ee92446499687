import type { Ask } from './ask.js';
import type { Capacity } from './capacity.js';
import { together } from './demand.js';
import type { HostLine } from './host-line.js';
import type { Option, Options, SuitingHost } from './options.js';

/** Where and when one who waits can start, if nothing ends early. */
export interface PlannedStart {
  /** In ms since the epoch. */
  readonly at: number;
  /** One for each member of a gang. */
  readonly places: readonly Option[];
}

/** Looking for the start of a gang is given up after so many instants. */
const MOST_INSTANTS = 64;

/**
 * The earliest start for which no lease, claim or planned start has to give way: conservative backfill (Mu'alem and
 * Feitelson, "Utilization, predictability, workloads, and user runtime estimates in scheduling the IBM SP2 with
 * backfilling", 2001). Of hosts with the same instant the first. Undefined where there is none.
 */
export function earliestStart(ask: Ask, options: Options, capacity: Capacity): PlannedStart | undefined {
  let at = Infinity;
  let host: SuitingHost | undefined;
  for (const suiting of options.suiting) {
    const start = earliestOn(suiting, ask, capacity.nowMs, at);
    if (start >= at) continue;
    at = start;
    host = suiting;
  }
  return host && { at, places: [placeOn(host, ask, at, new Set())] };
}

/**
 * The earliest start for all members of a gang at once, who ask alike and may share hosts. Each round takes, of the
 * instants from which hosts could hold one more of them, the one at which there are enough; that is never after the
 * earliest, so the first that holds is it.
 */
export function earliestStartOfGang(
  ask: Ask,
  size: number,
  options: Options,
  capacity: Capacity,
): PlannedStart | undefined {
  let at = capacity.nowMs;
  for (let round = 0; round < MOST_INSTANTS; round += 1) {
    const starts = options.suiting.flatMap((suiting) => startsOn(suiting, ask, size, at));
    if (starts.length < size) return undefined;
    const next = starts.sort((a, b) => a - b)[size - 1] ?? Infinity;
    if (next === Infinity) return undefined;
    if (next === at) return { at, places: membersAt(ask, size, options, at) };
    at = next;
  }
  return undefined;
}

/** From when on a host could hold one of the members, two of them, and so on. */
function startsOn(suiting: SuitingHost, ask: Ask, size: number, from: number): number[] {
  const starts: number[] = [];
  for (let members = 1; members <= size; members += 1) {
    const start = earliestOn(suiting, askTogether(ask, members), from, Infinity);
    if (start === Infinity) break;
    starts.push(start);
  }
  return starts;
}

function membersAt(ask: Ask, size: number, options: Options, at: number): Option[] {
  const places: Option[] = [];
  for (const suiting of options.suiting) {
    const used = new Set<string>();
    for (let members = 1; places.length < size; members += 1) {
      if (earliestOn(suiting, askTogether(ask, members), at, Infinity) !== at) break;
      places.push(placeOn(suiting, ask, at, used));
    }
  }
  return places;
}

const askTogether = (ask: Ask, members: number): Ask =>
  members === 1 ? ask : { ...ask, demand: together(ask.demand, members) };

/** @param bound what is not before it need not be told exactly */
function earliestOn({ line, places }: SuitingHost, ask: Ask, from: number, bound: number): number {
  const { count } = ask.demand;
  if (places.length < count) return Infinity;
  for (let at = from; ;) {
    const start = Math.max(line.roomEarliest(ask, at), ofPlaces(line, places, ask, at));
    if (start === at || start >= bound) return start;
    at = start;
  }
}

function ofPlaces(line: HostLine, places: SuitingHost['places'], ask: Ask, at: number): number {
  const { count } = ask.demand;
  if (count === 0) return line.cpu.earliest(ask, at);
  const starts = places.map(({ place }) => place.earliest(ask, at));
  if (count === 1) return Math.min(...starts);
  return starts.sort((a, b) => a - b)[count - 1] ?? Infinity;
}

/** @param used devices that other members have been given; those of this one are added */
function placeOn({ line, places }: SuitingHost, ask: Ask, at: number, used: Set<string>): Option {
  const free = places.filter(({ device, place }) => !used.has(device.uuid) && place.earliest(ask, at) === at);
  const devices = free.slice(0, ask.demand.count);
  for (const { device } of devices) used.add(device.uuid);
  return { line, devices };
}
