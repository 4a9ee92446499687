import { NO_STREAM, type EventStoreDBClient } from '@eventstore/db-client';
import type { Names } from './names.js';
import { ownAcl } from './rights.js';

/**
 * Gives each stream that a service makes to that service alone, a moment after its first event, where the service has a
 * user of its own. One that fails stays open to Berth's other services until the set-up is done again, which looks
 * for such streams: no append waits for this, nor fails by it.
 */
export class Ownership {
  readonly #pending = new Set<Promise<unknown>>();

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly names: Names,
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
