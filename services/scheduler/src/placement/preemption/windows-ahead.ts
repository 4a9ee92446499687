import { addMs } from '@berth/kernel/clock';
import {
  claimsOn,
  claimsOnHost,
  isHolder,
  type Agenda,
  type Booking,
  type Claim,
} from '../../calendar/agenda.js';
import type { Calendar, Lease } from '../../calendar/calendar.js';
import { MARGIN_MS } from '../ask.js';
import { windowOf } from '../windows.js';
import type { Preemption } from './preemptions.js';
import type { Setting } from './room.js';
import { yieldsFrom } from './yielding.js';

/**
 * Leases that must leave for a booking, an offer or maintenance of others that begins soon or is under way: so early that
 * they are gone, with the grace and a margin, when it begins. Those that do not yield by then stay.
 */
export function leavingFor(
  { leases }: Pick<Calendar, 'leases'>,
  stopping: ReadonlySet<string>,
  setting: Setting,
): readonly Preemption[] {
  const { policy, now } = setting;
  const { graceSeconds } = policy.preemption;
  const soon = addMs(now, graceSeconds * 1000 + MARGIN_MS);
  return [...leases.values()].flatMap((lease) => {
    if (stopping.has(lease.leaseId)) return [];
    const own = bookingOf(lease, setting.agenda);
    // its own booking takes new work until then, which is not to be told to leave as soon as it runs
    if (own && Date.parse(now) < windowOf(own, graceSeconds).closesMs) return [];
    const claim = claimsOnLease(lease, setting).find(
      ({ from, until, ...rest }) => from <= soon && until > now && !isHolder({ from, until, ...rest }, lease),
    );
    if (!claim) return [];
    // by its time limit it is over by then, with all that ending it may take
    if (lease.until !== null && now < lease.until && lease.until <= claim.from) return [];
    const yields = yieldsFrom(lease, setting.agenda, policy);
    const latest = claim.from > now ? claim.from : now;
    return yields !== null && yields <= latest ? [toPreemption(lease, claim, own)] : [];
  });
}

/** The booking that it runs in; undefined for one that is over. */
const bookingOf = ({ reservationId }: Lease, { bookings }: Agenda): Booking | undefined =>
  reservationId === null ? undefined : bookings.get(reservationId);

const claimsOnLease = ({ hostId, uuids }: Lease, { agenda }: Setting): readonly Claim[] =>
  uuids.length === 0 ? claimsOnHost(agenda, hostId) : uuids.flatMap((uuid) => claimsOn(agenda, hostId, uuid));

function toPreemption(lease: Lease, { kind, id, from }: Claim, own: Booking | undefined): Preemption {
  if (kind === 'maintenance')
    return { lease, cause: 'maintenance', message: `maintenance of what it holds begins at ${from}` };
  const isOver = lease.reservationId !== null && !own;
  const cause = isOver ? 'overstay' : 'booking';
  const what = kind === 'booking' ? 'a booking' : 'a window that was offered to somebody';
  const ownEnds = own ? `its own booking ends at ${own.until}, and ${what}` : what;
  const whose = isOver ? `its own booking is over, and ${what}` : ownEnds;
  return {
    lease,
    cause,
    ...(kind === 'booking' ? { forReservationId: id } : {}),
    message: `${whose} of what it holds begins at ${from}`,
  };
}
