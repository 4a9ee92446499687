import { hostEvents, type HostEvent } from '@berth/contracts/inventory/events';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { eventsOf } from './own-events.js';

export type DevicePlace = { readonly hostId: string };

export const devicePlacesCollection: CollectionDefinition = { name: 'device_places', indexes: [] };

const hostEventOf = eventsOf<HostEvent>(hostEvents);

/** Which host reported a device last: a card may have been moved from one machine to another. */
export const devicePlacesProjection: Projection<DevicePlace> = {
  name: 'device-places',
  version: 1,
  collection: devicePlacesCollection,
  keys: (recorded) => {
    const event = hostEventOf(recorded);
    return event?.type === hostEvents.reported.type ? event.data.devices.map(({ uuid }) => uuid) : [];
  },
  evolve: (document, recorded) => {
    const hostId = hostEventOf(recorded)?.data.hostId;
    return hostId === undefined || document?.hostId === hostId ? document : { hostId };
  },
};
