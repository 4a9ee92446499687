import { randomUUID } from 'node:crypto';
import { StoreUnavailableError } from '@berth/event-store';
import {
  jsonEvent,
  NO_STREAM,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { positionOf } from './convert.js';
import type { StreamNames } from './stream-names.js';
import { outcomeIsUnknown, withStoreErrors } from './server-errors.js';

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
