import type { ReservedDevice } from '@berth/contracts/scheduler/reservation.events';
import { claimsOn, type Claim } from './agenda.js';
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
