import type { EventOf } from '@berth/contracts/define';
import { calendarEvents } from '@berth/contracts/scheduler/events';
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
