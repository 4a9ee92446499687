import { hostEvents, type HostEvent } from '@berth/contracts/inventory/events';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { eventsOf } from '../facts/own-events.js';

export type DevicePlace = { readonly hostId: string };

export const devicePlacesCollection: CollectionDefinition = { name: 'device_places', indexes: [] };

type Report = Extract<HostEvent, { type: typeof hostEvents.reported.type }>['data'];

const ownDevices = ({ devices, contested = [] }: Report): string[] =>
  devices.map(({ uuid }) => uuid).filter((uuid) => !contested.includes(uuid));

const hostEventOf = eventsOf<HostEvent>(hostEvents);

/** Which host has a device: the last to report it, since devices may be moved, unless it was contested. */
export const devicePlacesProjection: Projection<DevicePlace> = {
  name: 'device-places',
  version: 1,
  collection: devicePlacesCollection,
  keys: (recorded) => {
    const event = hostEventOf(recorded);
    return event?.type === hostEvents.reported.type ? ownDevices(event.data) : [];
  },
  evolve: (document, recorded) => {
    const hostId = hostEventOf(recorded)?.data.hostId;
    return hostId === undefined || document?.hostId === hostId ? document : { hostId };
  },
};
