import { addMs } from '@berth/kernel/clock';
import {
  claimsOn,
  claimsOnHost,
  isHolder,
  type Agenda,
  type Reservation,
  type Claim,
} from '../../calendar/agenda.js';
import type { Calendar, Lease } from '../../calendar/calendar.js';
import { MARGIN_MS } from '../placement-request.js';
import { windowOf } from '../windows.js';
import type { Preemption } from './preemptions.js';
import type { PolicyContext } from './host-free-capacity.js';
import { yieldsFrom } from './units.js';

/**
 * Leases that must end for a reservation, an offer or maintenance of others that begins soon or is under way: early
 * enough to be gone, with the grace and a margin, when it begins. Those that do not yield by then stay.
 */
export function preemptionsForWindows(
  { leases }: Pick<Calendar, 'leases'>,
  stopping: ReadonlySet<string>,
  context: PolicyContext,
): readonly Preemption[] {
  const { policy, now } = context;
  const { graceSeconds } = policy.preemption;
  const soon = addMs(now, graceSeconds * 1000 + MARGIN_MS);
  return [...leases.values()].flatMap((lease) => {
    if (stopping.has(lease.leaseId)) return [];
    const own = reservationOf(lease, context.agenda);
    // its own reservation takes new work until then, which must not be preempted as soon as it runs
    if (own && Date.parse(now) < windowOf(own, graceSeconds).closesMs) return [];
    const claim = claimsOnLease(lease, context).find(
      ({ from, until, ...rest }) => from <= soon && until > now && !isHolder({ from, until, ...rest }, lease),
    );
    if (!claim) return [];
    // by its time limit it is over by then, with all that ending it may take
    if (lease.until !== null && now < lease.until && lease.until <= claim.from) return [];
    const yields = yieldsFrom(lease, context.agenda, policy);
    const latest = claim.from > now ? claim.from : now;
    return yields !== null && yields <= latest ? [toPreemption(lease, claim, own)] : [];
  });
}

/** The reservation that it runs in; undefined for one that is over. */
const reservationOf = ({ reservationId }: Lease, { reservations }: Agenda): Reservation | undefined =>
  reservationId === null ? undefined : reservations.get(reservationId);

const claimsOnLease = ({ hostId, uuids }: Lease, { agenda }: PolicyContext): readonly Claim[] =>
  uuids.length === 0 ? claimsOnHost(agenda, hostId) : uuids.flatMap((uuid) => claimsOn(agenda, hostId, uuid));

function toPreemption(lease: Lease, { kind, id, from }: Claim, own: Reservation | undefined): Preemption {
  if (kind === 'maintenance')
    return { lease, cause: 'maintenance', message: `maintenance of its devices begins at ${from}` };
  const isOver = lease.reservationId !== null && !own;
  const cause = isOver ? 'overstay' : 'reservation';
  const what = kind === 'reservation' ? 'a reservation' : 'a window that was offered to another user';
  const ownEnds = own ? `its own reservation ends at ${own.until}, and ${what}` : what;
  const whose = isOver ? `its own reservation has ended, and ${what}` : ownEnds;
  return {
    lease,
    cause,
    ...(kind === 'reservation' ? { forReservationId: id } : {}),
    message: `${whose} of its devices begins at ${from}`,
  };
}
