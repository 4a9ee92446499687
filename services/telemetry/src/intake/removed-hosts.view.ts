import type { HostEvent } from '@berth/contracts/inventory/events';
import { hostOfSubject } from '@berth/contracts/subjects';
import type { RecordedEvent } from '@berth/event-store';
import type { Projection, Collection } from '@berth/read-models';

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

interface Sent {
  readonly subject: string;
  /** When JetStream took it. */
  readonly time: Date;
}

/** Hosts that were removed: what they sent before is taken, and nothing since. */
export class RemovedHostFilter {
  constructor(private readonly hosts: Pick<Collection<RemovedHost>, 'getMany'>) {}

  /** @returns which of the messages came too late */
  async forMessages<M extends Sent>(messages: readonly M[]): Promise<(message: M) => boolean> {
    const ids = new Set(messages.map(({ subject }) => hostOfSubject(subject)));
    const removed = new Map<string, number>();
    for (const { id, document } of await this.hosts.getMany([...ids]))
      removed.set(id, Date.parse(document.removedAt));
    return ({ subject, time }) => time.getTime() >= (removed.get(hostOfSubject(subject)) ?? Infinity);
  }
}
