import type { EventOf } from '@berth/contracts/define';
import { calendarEvents } from '@berth/contracts/scheduler/events';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { eventsOf } from './own-events.js';

export type HostBooking = { readonly hostIds: readonly string[] };

export const hostBookingsCollection: CollectionDefinition = { name: 'host_bookings', indexes: [] };

const bookingEvents = {
  booked: calendarEvents.booked,
  changed: calendarEvents.bookingChanged,
  ended: calendarEvents.bookingEnded,
};
const bookingEventOf = eventsOf<EventOf<typeof bookingEvents>>(bookingEvents);

/** On which hosts each reservation has devices that is under way or ahead: such a host is not removed unasked. */
export const hostBookingsProjection: Projection<HostBooking> = {
  name: 'host-bookings',
  version: 1,
  collection: hostBookingsCollection,
  keys: (recorded) => {
    const event = bookingEventOf(recorded);
    return event ? [event.data.reservationId] : [];
  },
  evolve: (document, recorded) => {
    const event = bookingEventOf(recorded);
    if (!event) return document;
    if (event.type === bookingEvents.ended.type) return undefined;
    return { hostIds: [...new Set(event.data.devices.map(({ hostId }) => hostId))] };
  },
};
