import type { BookedDevice } from '@berth/contracts/scheduler/booking.events';
import { claimsOn, type Claim } from './agenda.js';
import type { Calendar } from './calendar.js';
import { heldUntil } from './collisions.js';

/** Half open, in instants. */
export interface Interval {
  readonly from: string;
  readonly until: string;
}

/** For whom devices are to be free: what they hold themselves by a lease does not stand in the way of their booking. */
export interface Booker {
  readonly userId: string;
  readonly projectId: string;
  readonly shared: boolean;
  /** A booking of theirs that does not count, since it is the one to be moved. */
  readonly except?: string;
}

/** When a device is neither claimed nor held by others between two instants, in order of time. */
export function freeIntervals(
  calendar: Calendar,
  { hostId, uuid }: Pick<BookedDevice, 'hostId' | 'uuid'>,
  booker: Booker,
  { from, until }: Interval,
): Interval[] {
  let start: string | undefined = leftBy(calendar, uuid, booker, from);
  const free: Interval[] = [];
  const claims = claimsOn(calendar.agenda, hostId, uuid);
  for (let index = firstThatMatters(calendar, claims, from); index < claims.length; index += 1) {
    const claim = claims[index] as Claim;
    if (start === undefined || start >= until) break;
    if (claim.id === booker.except || claim.until <= start) continue;
    if (claim.from > start) free.push({ from: start, until: claim.from < until ? claim.from : until });
    start = claim.until;
  }
  if (start !== undefined && start < until) free.push({ from: start, until });
  return free;
}

/** Claims but those of maintenance don't overlap: what lies before the last that has begun by then has ended by then. */
function firstThatMatters({ agenda }: Calendar, claims: readonly Claim[], from: string): number {
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

/** The first instant at which no lease of others stands in the way any more; undefined where one may last for ever. */
function leftBy(calendar: Calendar, uuid: string, booker: Booker, from: string): string | undefined {
  let left = from;
  for (const lease of calendar.onPlace.get(uuid) ?? []) {
    if (lease.userId === booker.userId || (booker.shared && lease.projectId === booker.projectId)) continue;
    const freeAt = heldUntil(calendar.agenda, lease, uuid);
    if (freeAt === undefined) return undefined;
    if (freeAt > left) left = freeAt;
  }
  return left;
}

/** Whether a device is free for a whole window. */
export const isFree = (
  calendar: Calendar,
  device: Pick<BookedDevice, 'hostId' | 'uuid'>,
  booker: Booker,
  window: Interval,
): boolean => {
  const [first] = freeIntervals(calendar, device, booker, window);
  return first?.from === window.from && first.until === window.until;
};
