import { calendarEvents } from '@berth/contracts/scheduler/events';
import type { EventOf } from '@berth/contracts/define';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { eventsOf } from './own-events.js';

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
