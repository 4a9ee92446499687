import { addMs } from '@berth/kernel/clock';
import { claimsOn, claimsOnHost, isHolder, type Claim } from '../calendar/agenda.js';
import type { Calendar, Lease } from '../calendar/calendar.js';
import type { Preemption } from './preemptions.js';
import type { Setting } from './room.js';
import { yieldsFrom } from './yielding.js';

/** Beside the grace, for words to get there and back. */
export const MARGIN_MS = 5_000;

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
  const soon = addMs(now, policy.preemption.graceSeconds * 1000 + MARGIN_MS);
  return [...leases.values()].flatMap((lease) => {
    if (stopping.has(lease.leaseId)) return [];
    const claim = claimsOnLease(lease, setting).find(
      ({ from, until, ...rest }) => from <= soon && until > now && !isHolder({ from, until, ...rest }, lease),
    );
    if (!claim) return [];
    const yields = yieldsFrom(lease, setting.agenda, policy);
    const latest = claim.from > now ? claim.from : now;
    return yields !== null && yields <= latest ? [toPreemption(lease, claim)] : [];
  });
}

const claimsOnLease = ({ hostId, uuids }: Lease, { agenda }: Setting): readonly Claim[] =>
  uuids.length === 0 ? claimsOnHost(agenda, hostId) : uuids.flatMap((uuid) => claimsOn(agenda, hostId, uuid));

function toPreemption(lease: Lease, { kind, id, from }: Claim): Preemption {
  if (kind === 'maintenance')
    return { lease, cause: 'maintenance', message: `maintenance of what it holds begins at ${from}` };
  const cause = lease.reservationId === null ? 'booking' : 'overstay';
  const what = kind === 'booking' ? 'a booking' : 'a window that was offered to somebody';
  const whose = cause === 'overstay' ? `its own booking is over, and ${what}` : what;
  return {
    lease,
    cause,
    ...(kind === 'booking' ? { forReservationId: id } : {}),
    message: `${whose} of what it holds begins at ${from}`,
  };
}
