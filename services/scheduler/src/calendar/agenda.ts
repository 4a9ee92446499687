import type { ReservedDevice, ReservationWarning } from '@berth/contracts/scheduler/reservation.events';
import { BucketMap } from './bucket-map.js';
import type { FormerHolder } from './former-holders.js';

/** A reservation that is ahead or under way. */
export type Reservation = {
  readonly reservationId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly devices: readonly ReservedDevice[];
  readonly from: string;
  readonly until: string;
  readonly sharedWithProject: boolean;
  readonly grantPriority: number;
  readonly title: string | null;
  readonly seriesId: string | null;
  readonly entryId: string | null;
  readonly started: boolean;
  readonly used: boolean;
  /** The warnings already sent for the present window. */
  readonly warned: readonly ReservationWarning[];
};

export type Maintenance = {
  readonly windowId: string;
  readonly from: string;
  readonly until: string;
  readonly hosts: readonly { readonly hostId: string; readonly uuids?: readonly string[] | undefined }[];
  readonly reason: string;
  readonly seriesId: string | null;
};

export type Offer = {
  readonly offerId: string;
  readonly devices: readonly ReservedDevice[];
  readonly from: string;
  readonly until: string;
  readonly expiresAt: string;
};

export type WaitlistEntry = {
  readonly entryId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly count: number;
  readonly model: string | null;
  readonly memoryGb: number | null;
  readonly uuids: readonly string[] | null;
  readonly durationMinutes: number;
  readonly neededBy: string | null;
  readonly grantPriority: number;
  readonly title: string | null;
  readonly sharedWithProject: boolean;
  readonly requestId: string | null;
  readonly joinedAt: string;
  /** Offers that they did not accept or declined: those with none go first. */
  readonly lapses: number;
  readonly offer: Offer | null;
};

/** What holds a device for a time, and for whom: no one in maintenance. Half open: from is in it, until is not. */
export type Claim = {
  readonly kind: 'reservation' | 'offer' | 'maintenance';
  /** The reservation's, offer's or maintenance window's. */
  readonly id: string;
  readonly from: string;
  readonly until: string;
  readonly userId: string | null;
  readonly projectId: string | null;
  /** Whether all members of the project may use it. */
  readonly shared: boolean;
  readonly grantPriority: number;
};

/**
 * What is planned in a pool: reservations, offers, maintenance, and who waits. Never changed: an event gives a new
 * one.
 */
export interface Agenda {
  readonly reservations: BucketMap<Reservation>;
  readonly maintenance: BucketMap<Maintenance>;
  readonly waitlist: BucketMap<WaitlistEntry>;
  /** How many reservations a user has in it. */
  readonly reservationsOf: BucketMap<number>;
  /** By device, or `host:<hostId>` for what concerns a whole host; in order of their beginning. */
  readonly claimsOn: BucketMap<readonly Claim[]>;
  /** By device: whose reservations of it ended last. */
  readonly formerOn: BucketMap<readonly FormerHolder[]>;
}

export const emptyAgenda: Agenda = {
  reservations: BucketMap.empty(),
  maintenance: BucketMap.empty(),
  waitlist: BucketMap.empty(),
  reservationsOf: BucketMap.empty(),
  claimsOn: BucketMap.empty(),
  formerOn: BucketMap.empty(),
};

const NO_CLAIMS: readonly Claim[] = [];
const wholeHost = (hostId: string): string => `host:${hostId}`;

/** Claims on a device in order of their beginning, those on its whole host among them. */
export function claimsOn(agenda: Agenda, hostId: string, uuid: string): readonly Claim[] {
  const own = agenda.claimsOn.get(uuid) ?? NO_CLAIMS;
  const host = claimsOnHost(agenda, hostId);
  if (host.length === 0) return own;
  return own.length === 0 ? host : [...own, ...host].sort(byBeginning);
}

/** Claims on a whole host: they bind its CPU too. */
export const claimsOnHost = (agenda: Agenda, hostId: string): readonly Claim[] =>
  agenda.claimsOn.get(wholeHost(hostId)) ?? NO_CLAIMS;

/** Whether a user's job may run in a claim's window. */
export const isHolder = (
  claim: Claim,
  who: { readonly userId: string; readonly projectId: string },
): boolean =>
  claim.kind === 'reservation' &&
  (claim.userId === who.userId || (claim.shared && claim.projectId === who.projectId));

export const overlap = (
  a: { readonly from: string; readonly until: string },
  b: { readonly from: string; readonly until: string },
): boolean => a.from < b.until && b.from < a.until;

export function withReservation(agenda: Agenda, reservation: Reservation): Agenda {
  const without = withoutReservation(agenda, reservation.reservationId);
  return {
    ...without,
    reservations: without.reservations.set(reservation.reservationId, reservation),
    reservationsOf: without.reservationsOf.set(
      reservation.userId,
      reservationsOf(without, reservation.userId) + 1,
    ),
    claimsOn: claim(without.claimsOn, placesOfDevices(reservation.devices), claimOfReservation(reservation)),
  };
}

export function withoutReservation(agenda: Agenda, reservationId: string): Agenda {
  const reservation = agenda.reservations.get(reservationId);
  if (!reservation) return agenda;
  return {
    ...agenda,
    reservations: agenda.reservations.delete(reservationId),
    reservationsOf: fewer(agenda.reservationsOf, reservation.userId),
    claimsOn: unclaim(agenda.claimsOn, placesOfDevices(reservation.devices), reservationId),
  };
}

export function withMaintenance(agenda: Agenda, window: Maintenance): Agenda {
  const without = withoutMaintenance(agenda, window.windowId);
  return {
    ...without,
    maintenance: without.maintenance.set(window.windowId, window),
    claimsOn: claim(without.claimsOn, placesOfWindow(window), {
      kind: 'maintenance',
      id: window.windowId,
      from: window.from,
      until: window.until,
      userId: null,
      projectId: null,
      shared: false,
      grantPriority: 0,
    }),
  };
}

export function withoutMaintenance(agenda: Agenda, windowId: string): Agenda {
  const window = agenda.maintenance.get(windowId);
  if (!window) return agenda;
  return {
    ...agenda,
    maintenance: agenda.maintenance.delete(windowId),
    claimsOn: unclaim(agenda.claimsOn, placesOfWindow(window), windowId),
  };
}

/** Also where an offer of it is made or lapses. */
export function withEntry(agenda: Agenda, entry: WaitlistEntry): Agenda {
  const without = withoutEntry(agenda, entry.entryId);
  const waitlist = without.waitlist.set(entry.entryId, entry);
  const { offer, userId, projectId, grantPriority } = entry;
  if (!offer) return { ...without, waitlist };
  const { offerId, from, until } = offer;
  const claimed = claim(without.claimsOn, placesOfDevices(offer.devices), {
    kind: 'offer',
    id: offerId,
    from,
    until,
    userId,
    projectId,
    shared: false,
    grantPriority,
  });
  return { ...without, waitlist, claimsOn: claimed };
}

export function withoutEntry(agenda: Agenda, entryId: string): Agenda {
  const entry = agenda.waitlist.get(entryId);
  if (!entry) return agenda;
  const { offer } = entry;
  const claims = offer
    ? unclaim(agenda.claimsOn, placesOfDevices(offer.devices), offer.offerId)
    : agenda.claimsOn;
  return { ...agenda, waitlist: agenda.waitlist.delete(entryId), claimsOn: claims };
}

/** How many reservations a user has ahead or under way in the pool. */
export const reservationsOf = (agenda: Agenda, userId: string): number =>
  agenda.reservationsOf.get(userId) ?? 0;

const fewer = (counts: BucketMap<number>, userId: string): BucketMap<number> => {
  const left = (counts.get(userId) ?? 0) - 1;
  return left > 0 ? counts.set(userId, left) : counts.delete(userId);
};

export const claimOfReservation = (reservation: Reservation): Claim => ({
  kind: 'reservation',
  id: reservation.reservationId,
  from: reservation.from,
  until: reservation.until,
  userId: reservation.userId,
  projectId: reservation.projectId,
  shared: reservation.sharedWithProject,
  grantPriority: reservation.grantPriority,
});

const placesOfDevices = (devices: readonly ReservedDevice[]): readonly string[] =>
  devices.map(({ uuid }) => uuid);
const placesOfWindow = ({ hosts }: Maintenance): readonly string[] =>
  hosts.flatMap(({ hostId, uuids }) => uuids ?? [wholeHost(hostId)]);

type Claims = Agenda['claimsOn'];

function claim(claims: Claims, places: readonly string[], added: Claim): Claims {
  return places.reduce((all, place) => all.set(place, inserted(all.get(place) ?? NO_CLAIMS, added)), claims);
}

function inserted(claims: readonly Claim[], added: Claim): readonly Claim[] {
  const place = claims.findLastIndex((claim) => byBeginning(claim, added) < 0) + 1;
  return claims.toSpliced(place, 0, added);
}

function unclaim(claims: Claims, places: readonly string[], id: string): Claims {
  return places.reduce((all, place) => {
    const left = all.get(place)?.filter((each) => each.id !== id) ?? [];
    return left.length > 0 ? all.set(place, left) : all.delete(place);
  }, claims);
}

const byBeginning = (a: Claim, b: Claim): number =>
  a.from < b.from ? -1 : a.from > b.from ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
