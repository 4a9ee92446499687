import type { PlacementRequest } from './placement-request.js';
import type { Capacity } from './capacity.js';
import { together } from './demand.js';
import type { HostCapacity } from './host-capacity.js';
import type { Option, Options, SuitingHost } from './options.js';

/** Where and when a waiting candidate can start, if nothing ends early. */
export interface PlannedStart {
  /** In ms since the epoch. */
  readonly at: number;
  /** One for each member of a gang. */
  readonly places: readonly Option[];
}

/** Maximum of instants that the search for the start of a gang tries. */
const MAX_INSTANTS = 64;

/**
 * The earliest start that delays no lease, claim or planned start: conservative backfill (Mu'alem and Feitelson,
 * "Utilization, predictability, workloads, and user runtime estimates in scheduling the IBM SP2 with backfilling",
 * 2001). Of hosts with the same instant the first. Undefined where there is none.
 */
export function earliestStart(
  request: PlacementRequest,
  options: Options,
  capacity: Capacity,
): PlannedStart | undefined {
  let at = Infinity;
  let host: SuitingHost | undefined;
  for (const suiting of options.suiting) {
    const start = earliestOn(suiting, request, capacity.nowMs, at);
    if (start >= at) continue;
    at = start;
    host = suiting;
  }
  return host && { at, places: [placeOn(host, request, at, new Set())] };
}

/**
 * The earliest start for all members of a gang at once, which have equal requests and may share hosts. Each round
 * takes, of the instants from which hosts could hold one more of them, the one at which there are enough; that is
 * never after the earliest, so the first that holds is the result.
 */
export function earliestStartOfGang(
  request: PlacementRequest,
  size: number,
  options: Options,
  capacity: Capacity,
): PlannedStart | undefined {
  let at = capacity.nowMs;
  for (let round = 0; round < MAX_INSTANTS; round += 1) {
    const starts = options.suiting.flatMap((suiting) => startsOn(suiting, request, size, at));
    if (starts.length < size) return undefined;
    const next = starts.sort((a, b) => a - b)[size - 1] ?? Infinity;
    if (next === Infinity) return undefined;
    if (next === at) return { at, places: membersAt(request, size, options, at) };
    at = next;
  }
  return undefined;
}

/** From when on a host could hold one of the members, two of them, and so on. */
function startsOn(suiting: SuitingHost, request: PlacementRequest, size: number, from: number): number[] {
  const starts: number[] = [];
  for (let members = 1; members <= size; members += 1) {
    const start = earliestOn(suiting, gangRequest(request, members), from, Infinity);
    if (start === Infinity) break;
    starts.push(start);
  }
  return starts;
}

function membersAt(request: PlacementRequest, size: number, options: Options, at: number): Option[] {
  const places: Option[] = [];
  for (const suiting of options.suiting) {
    const used = new Set<string>();
    for (let members = 1; places.length < size; members += 1) {
      if (earliestOn(suiting, gangRequest(request, members), at, Infinity) !== at) break;
      places.push(placeOn(suiting, request, at, used));
    }
  }
  return places;
}

const gangRequest = (request: PlacementRequest, members: number): PlacementRequest =>
  members === 1 ? request : { ...request, demand: together(request.demand, members) };

/** @param bound results not before it need not be exact */
function earliestOn(
  { hostCapacity, places }: SuitingHost,
  request: PlacementRequest,
  from: number,
  bound: number,
): number {
  const { count } = request.demand;
  if (places.length < count) return Infinity;
  for (let at = from; ;) {
    const start = Math.max(
      hostCapacity.roomEarliest(request, at),
      ofPlaces(hostCapacity, places, request, at),
    );
    if (start === at || start >= bound) return start;
    at = start;
  }
}

function ofPlaces(
  hostCapacity: HostCapacity,
  places: SuitingHost['places'],
  request: PlacementRequest,
  at: number,
): number {
  const { count } = request.demand;
  if (count === 0) return hostCapacity.cpu.earliest(request, at);
  const starts = places.map(({ place }) => place.earliest(request, at));
  if (count === 1) return Math.min(...starts);
  return starts.sort((a, b) => a - b)[count - 1] ?? Infinity;
}

/** @param used devices that other members have been given; those of this one are added */
function placeOn(
  { hostCapacity, places }: SuitingHost,
  request: PlacementRequest,
  at: number,
  used: Set<string>,
): Option {
  const free = places.filter(
    ({ device, place }) => !used.has(device.uuid) && place.earliest(request, at) === at,
  );
  const devices = free.slice(0, request.demand.count);
  for (const { device } of devices) used.add(device.uuid);
  return { hostCapacity, devices };
}
