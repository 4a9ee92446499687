import type { ReservedDevice } from '@berth/contracts/scheduler/reservation.events';
import { addMs } from '@berth/kernel/clock';
import type { Choice } from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import { freeIntervals, type ReservationOwner, type Interval } from './free-intervals.js';

/** Devices that are free from `from` to `until`, which may be longer than was asked for. */
export interface FreeWindow extends Interval {
  readonly devices: readonly ReservedDevice[];
}

export interface WindowSearch {
  readonly choice: Choice;
  readonly durationMs: number;
  readonly range: Interval;
  /** Most windows to be found. */
  readonly limit: number;
  /** Only devices of one host together. */
  readonly oneHost?: boolean;
}

/**
 * When as many devices as wanted are free together for so long, in order of time. A window is told only if it
 * reaches further than those before it, so that none lies within another. Sweeps once over the beginnings of the
 * devices' free intervals, keeping those that are open in the order of their ends: n log n in reservations and
 * leases that lie ahead.
 */
export function freeWindows(calendar: Calendar, owner: ReservationOwner, search: WindowSearch): FreeWindow[] {
  const { choice, limit, oneHost = false } = search;
  if (!oneHost) return sweep(calendar, owner, search, choice.candidates);
  return [...Map.groupBy(choice.candidates, ({ hostId }) => hostId).values()]
    .flatMap((devices) => sweep(calendar, owner, search, devices))
    .sort((a, b) => compare(a.from, b.from) || compare(b.until, a.until))
    .slice(0, limit);
}

interface Opening extends Interval {
  readonly device: ReservedDevice;
  readonly place: number;
}

function sweep(
  calendar: Calendar,
  owner: ReservationOwner,
  { choice: { count }, durationMs, range, limit }: WindowSearch,
  candidates: readonly ReservedDevice[],
): FreeWindow[] {
  if (candidates.length < count) return [];
  const openings = candidates
    .flatMap((device, place) =>
      freeIntervals(calendar, device, owner, range).map((free): Opening => ({ ...free, device, place })),
    )
    .filter((free) => Date.parse(free.until) - Date.parse(free.from) >= durationMs)
    .sort((a, b) => compare(a.from, b.from) || a.place - b.place);
  const windows: FreeWindow[] = [];
  let open: Opening[] = [];
  let furthest = '';
  for (const [index, opening] of openings.entries()) {
    open.splice(placeByEnd(open, opening.until), 0, opening);
    const from = opening.from;
    if (openings[index + 1]?.from === from) continue;
    const end = addMs(from, durationMs);
    if (open[0] && open[0].until < end) open = open.slice(placeByEnd(open, end));
    const shortest = open.at(-count);
    if (!shortest || shortest.until <= furthest) continue;
    furthest = shortest.until;
    const devices = open
      .filter(({ until }) => until >= furthest)
      .sort((a, b) => a.place - b.place)
      .slice(0, count);
    windows.push({ from, until: furthest, devices: devices.map(({ device }) => device) });
    if (windows.length === limit) break;
  }
  return windows;
}

/** Where the first of the openings is that end at an instant or later. */
function placeByEnd(openings: readonly Opening[], until: string): number {
  let low = 0;
  let high = openings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((openings[middle] as Opening).until < until) low = middle + 1;
    else high = middle;
  }
  return low;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The windows that begin, or could begin, nearest to an instant; the earlier first where two are as near. */
export function nearest(windows: readonly FreeWindow[], to: string, durationMs: number): FreeWindow[] {
  const wanted = Date.parse(to);
  const distance = ({ from, until }: FreeWindow): number => {
    const last = Date.parse(until) - durationMs;
    return wanted > last ? wanted - last : Math.max(0, Date.parse(from) - wanted);
  };
  return [...windows].sort((a, b) => distance(a) - distance(b) || compare(a.from, b.from));
}
