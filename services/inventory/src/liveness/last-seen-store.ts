import { toPosition } from '@berth/event-store';
import type { Collection, CollectionDefinition } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { ProcessStore } from '@berth/service-host/process-store';
import type { Heartbeats } from '../host/heartbeats.js';

type LastSeen = { readonly lastSeen: string };

const lastSeenCollection: CollectionDefinition = { name: 'hosts_last_seen', indexes: [] };

/**
 * Keeps the last heartbeats over a restart, so that a host that failed in between is lost as of its last heartbeat.
 * Not a projection: heartbeats are no events, so it lies where no view is deleted. The time takes the place of a position, and a later one wins.
 */
export class LastSeenStore {
  readonly #collection: Collection<LastSeen>;

  constructor(
    processes: Pick<ProcessStore, 'collection'>,
    private readonly heartbeats: Heartbeats,
  ) {
    this.#collection = processes.collection(lastSeenCollection);
  }

  async restore(): Promise<void> {
    for await (const { id, document } of everyDocument(this.#collection)) {
      this.heartbeats.restore(id, document.lastSeen);
    }
  }

  async save(): Promise<void> {
    const writes = this.heartbeats.takeUnsaved().map(([id, lastSeen]) => ({
      id,
      document: { lastSeen },
      position: toPosition(Date.parse(lastSeen)),
    }));
    if (writes.length > 0) await this.#collection.write(writes);
  }
}
