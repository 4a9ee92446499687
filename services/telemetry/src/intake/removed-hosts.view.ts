import type { HostEvent } from '@berth/contracts/inventory/events';
import type { RecordedEvent } from '@berth/event-store';
import type { Projection } from '@berth/read-models';

/** A host that inventory has removed: what it sends from then on is refused. What it sent before stays. */
export type RemovedHost = { readonly removedAt: string };

export const REMOVED_HOSTS = { name: 'removed_hosts', indexes: [] };

export const removedHosts: Projection<RemovedHost> = {
  name: 'removedHosts',
  version: 1,
  collection: REMOVED_HOSTS,
  keys: (event) => (isRemoval(event) ? [event.data.hostId] : []),
  evolve: (document, event) => (isRemoval(event) ? { removedAt: event.data.removedAt } : document),
};

type Removal = Extract<HostEvent, { type: 'inventory.host.removed.v1' }>;

const isRemoval = (event: RecordedEvent): event is Removal & RecordedEvent =>
  event.type === 'inventory.host.removed.v1';
