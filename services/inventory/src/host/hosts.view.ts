import { hostEvents, type HostEvent } from '@berth/contracts/inventory/events';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { evolveHost, noHost, type Host } from './host.js';
import { eventsOf } from '../facts/own-events.js';

export type HostDocument = Host & {
  /** Last event caused by the agent: the last known contact if no heartbeat was saved. */
  readonly lastContactAt: string;
};

export const hostsCollection: CollectionDefinition = {
  name: 'hosts',
  indexes: [
    { fields: ['name'] },
    { fields: ['poolId', 'name'] },
    { fields: ['id'] },
    { fields: ['status'] },
    { fields: ['scheduling'] },
  ],
};

const hostEventOf = eventsOf<HostEvent>(hostEvents);
const CONTACT_EVENTS: ReadonlySet<string> = new Set([
  hostEvents.registered.type,
  hostEvents.reported.type,
  hostEvents.returned.type,
  hostEvents.stopped.type,
]);

/** Hosts with their devices, as they are now. */
export const hostsProjection: Projection<HostDocument> = {
  name: 'hosts',
  version: 1,
  collection: hostsCollection,
  keys: (recorded) => {
    const event = hostEventOf(recorded);
    return event ? [event.data.hostId] : [];
  },
  evolve: (document, recorded) => {
    const event = hostEventOf(recorded);
    if (!event) return document;
    const host = evolveHost(document ?? noHost, event);
    if (host.status === 'none') return undefined;
    const lastContactAt = CONTACT_EVENTS.has(event.type) ? event.recordedAt : document?.lastContactAt;
    return { ...host, lastContactAt: lastContactAt ?? event.recordedAt };
  },
};
