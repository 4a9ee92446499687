import type { EventOf } from '@berth/contracts/define';
import { calendarEvents } from '@berth/contracts/scheduler/calendar.events';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { eventsOf } from './own-events.js';

export type HostReservation = { readonly hostIds: readonly string[] };

export const hostReservationsCollection: CollectionDefinition = { name: 'host_reservations', indexes: [] };

const reservationEvents = {
  reserved: calendarEvents.reserved,
  changed: calendarEvents.reservationChanged,
  ended: calendarEvents.reservationEnded,
};
const reservationEventOf = eventsOf<EventOf<typeof reservationEvents>>(reservationEvents);

/** Hosts of current and future reservations: such a host is removed only by force. */
export const hostReservationsProjection: Projection<HostReservation> = {
  name: 'host-reservations',
  version: 1,
  collection: hostReservationsCollection,
  keys: (recorded) => {
    const event = reservationEventOf(recorded);
    return event ? [event.data.reservationId] : [];
  },
  evolve: (document, recorded) => {
    const event = reservationEventOf(recorded);
    if (!event) return document;
    if (event.type === reservationEvents.ended.type) return undefined;
    return { hostIds: [...new Set(event.data.devices.map(({ hostId }) => hostId))] };
  },
};

export type HostLeases = { readonly leaseIds: readonly string[] };

export const hostLeasesCollection: CollectionDefinition = { name: 'host_leases', indexes: [] };

const leaseEvents = { leased: calendarEvents.leased, released: calendarEvents.released };
const leaseEventOf = eventsOf<EventOf<typeof leaseEvents>>(leaseEvents);

/** Which leases a host has now, from the scheduler's calendars: a host is drained when none is left. */
export const hostLeasesProjection: Projection<HostLeases> = {
  name: 'host-leases',
  version: 1,
  collection: hostLeasesCollection,
  keys: (recorded) => {
    const event = leaseEventOf(recorded);
    return event ? [event.data.hostId] : [];
  },
  evolve: (document, recorded) => {
    const event = leaseEventOf(recorded);
    if (!event) return document;
    const others = (document?.leaseIds ?? []).filter((id) => id !== event.data.leaseId);
    const leaseIds = event.type === leaseEvents.leased.type ? [...others, event.data.leaseId] : others;
    return leaseIds.length === 0 ? undefined : { leaseIds };
  },
};
