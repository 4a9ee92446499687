import type { ReservedDevice } from '@berth/contracts/scheduler/reservation.events';
import { addMs } from '@berth/kernel/clock';
import { claimsOn, type Claim } from './agenda.js';
import type { Choice } from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import { heldUntil } from './collisions.js';

/** Half open, in instants. */
export interface Interval {
  readonly from: string;
  readonly until: string;
}

/** The user for whom devices must be free: their own leases do not block their reservation. */
export interface ReservationOwner {
  readonly userId: string;
  readonly projectId: string;
  readonly shared: boolean;
  /** A reservation of theirs that does not count, since it is the one to be moved. */
  readonly except?: string;
}

/** When a device is neither claimed nor held by others between two instants, in order of time. */
export function freeIntervals(
  calendar: Calendar,
  { hostId, uuid }: Pick<ReservedDevice, 'hostId' | 'uuid'>,
  owner: ReservationOwner,
  { from, until }: Interval,
): Interval[] {
  let start: string | undefined = freeFromLeases(calendar, uuid, owner, from);
  const free: Interval[] = [];
  const claims = claimsOn(calendar.agenda, hostId, uuid);
  for (let index = firstRelevantClaim(calendar, claims, from); index < claims.length; index += 1) {
    const claim = claims[index] as Claim;
    if (start === undefined || start >= until) break;
    if (claim.id === owner.except || claim.until <= start) continue;
    if (claim.from > start) free.push({ from: start, until: claim.from < until ? claim.from : until });
    start = claim.until;
  }
  if (start !== undefined && start < until) free.push({ from: start, until });
  return free;
}

/** Claims but those of maintenance don't overlap: what lies before the last that has begun by then has ended by then. */
function firstRelevantClaim({ agenda }: Calendar, claims: readonly Claim[], from: string): number {
  if (agenda.maintenance.size > 0) return 0;
  let low = 0;
  let high = claims.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((claims[middle] as Claim).from <= from) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** The first instant at which no lease of others blocks any more; undefined where one has no end. */
function freeFromLeases(
  calendar: Calendar,
  uuid: string,
  owner: ReservationOwner,
  from: string,
): string | undefined {
  let left = from;
  for (const lease of calendar.onPlace.get(uuid) ?? []) {
    if (lease.userId === owner.userId || (owner.shared && lease.projectId === owner.projectId)) continue;
    const freeAt = heldUntil(calendar.agenda, lease, uuid);
    if (freeAt === undefined) return undefined;
    if (freeAt > left) left = freeAt;
  }
  return left;
}

/** Whether a device is free for a whole window. */
export const isFree = (
  calendar: Calendar,
  device: Pick<ReservedDevice, 'hostId' | 'uuid'>,
  owner: ReservationOwner,
  window: Interval,
): boolean => {
  const [first] = freeIntervals(calendar, device, owner, window);
  return first?.from === window.from && first.until === window.until;
};

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
