import { claimsOn, claimsOnHost, isHolder, type Agenda, type Claim } from './agenda.js';

/** For how long a lease, made or wanted, holds a device. */
export interface LeaseTerms {
  readonly until?: string | null | undefined;
  readonly yieldsFrom?: string | null | undefined;
  readonly reservationId?: string | null | undefined;
}

interface Owner {
  readonly userId: string;
  readonly projectId: string;
}

/** Before every instant: what yields at any time. */
const ALWAYS = '';

/**
 * From when on others may have a leased device: when the lease is over at the latest, or earlier when it must yield.
 * One that was made in a reservation yields when that reservation ends, or at once where the reservation has ended
 * already or has given the device up. Undefined: it may last forever.
 */
export function heldUntil(agenda: Agenda, lease: LeaseTerms, uuid: string): string | undefined {
  const yields = lease.reservationId ? endOfReservation(agenda, lease.reservationId, uuid) : lease.yieldsFrom;
  const over = lease.until ?? undefined;
  if (yields === undefined || yields === null) return over;
  return over === undefined || yields < over ? yields : over;
}

function endOfReservation(agenda: Agenda, reservationId: string, uuid: string): string {
  const reservation = agenda.reservations.get(reservationId);
  return reservation?.devices.some((device) => device.uuid === uuid) ? reservation.until : ALWAYS;
}

/**
 * The first claim that forbids a user to hold a device from now until `freeAt`: one of others that is under way, or
 * that begins before.
 */
export function claimAgainst(
  claims: readonly Claim[],
  owner: Owner,
  freeAt: string | undefined,
  now: string,
): Claim | undefined {
  return claims.find(
    (claim) =>
      claim.until > now &&
      (claim.from <= now || freeAt === undefined || freeAt > claim.from) &&
      !isHolder(claim, owner),
  );
}

/** The first claim that keeps a lease from being made now: on its devices, or with none on its whole host. */
export function claimAgainstLease(
  agenda: Agenda,
  lease: Owner & LeaseTerms & { readonly hostId: string; readonly uuids: readonly string[] },
  now: string,
): Claim | undefined {
  const { hostId, uuids } = lease;
  if (uuids.length === 0)
    return claimAgainst(claimsOnHost(agenda, hostId), lease, heldUntil(agenda, lease, ''), now);
  for (const uuid of uuids) {
    const claim = claimAgainst(claimsOn(agenda, hostId, uuid), lease, heldUntil(agenda, lease, uuid), now);
    if (claim) return claim;
  }
  return undefined;
}
