import { randomUUID } from 'node:crypto';
import { StoreUnavailableError } from '@berth/event-store';
import {
  jsonEvent,
  NO_STREAM,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { positionOf, type StreamNames } from './convert.js';
import { ownAcl } from './rights.js';
import { outcomeIsUnknown, withStoreErrors } from './server-errors.js';

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

export interface StoreOrigin {
  readonly storeId: string;
  /** Position at which the store was made. */
  readonly position: bigint;
}

/** The store's id is the one event of a reserved stream; of several instances that start at once one writes it. */
export async function ensureStoreId(client: EventStoreDBClient, names: StreamNames): Promise<StoreOrigin> {
  const known = await readStoreId(client, names);
  if (known !== undefined) return known;
  const made = jsonEvent({ type: 'berth.store.created.v1', data: { storeId: randomUUID() } });
  try {
    await withStoreErrors(() =>
      client.appendToStream(names.storeStream, made, { expectedRevision: NO_STREAM }),
    );
  } catch (error) {
    if (!(error instanceof WrongExpectedVersionError) && !outcomeIsUnknown(error)) throw error;
  }
  const written = await readStoreId(client, names);
  if (written === undefined) throw new StoreUnavailableError(`${names.storeStream} cannot be read back`);
  return written;
}

async function readStoreId(client: EventStoreDBClient, names: StreamNames): Promise<StoreOrigin | undefined> {
  try {
    const [first] = await withStoreErrors(() =>
      Array.fromAsync(client.readStream(names.storeStream, { maxCount: 1 })),
    );
    if (first?.event === undefined) return undefined;
    return { storeId: (first.event.data as { storeId: string }).storeId, position: positionOf(first.event) };
  } catch (error) {
    if (error instanceof StreamNotFoundError) return undefined;
    throw error;
  }
}
