import { NO_STREAM, type EventStoreDBClient } from '@eventstore/db-client';
import type { StreamNames } from './stream-names.js';
import { ownAcl } from './rights.js';

/**
 * Restricts each stream that a service creates to that service, a moment after its first event, where the service
 * has a user of its own. A stream where that fails stays open to Berth's other services until the setup runs again,
 * which searches for such streams: no append waits for this, nor fails by it.
 */
export class Ownership {
  readonly #pending = new Set<Promise<unknown>>();

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly names: StreamNames,
    private readonly service: string,
  ) {}

  take(stream: string): void {
    const metadata = { acl: ownAcl(this.service) };
    const giving = this.client
      .setStreamMetadata(this.names.toServer(stream), metadata, { expectedRevision: NO_STREAM })
      .catch(() => undefined)
      .finally(() => this.#pending.delete(giving));
    this.#pending.add(giving);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }
}
