import { crc32 } from 'node:zlib';
import { StoreCorruptError, toPosition, type EventMetadata, type RecordedEvent } from '@berth/event-store';
import type { JsonObject } from '@berth/kernel/json';

/** An event as the database holds it; `metadata` and `data` are RFC 8785 text. */
export interface StoredEvent {
  readonly position: number;
  readonly stream: string;
  readonly type: string;
  readonly revision: number;
  readonly id: string;
  readonly recordedAt: string;
  /** Checksum of the event before this one in the store, 0 for the first. */
  readonly previous: number;
  readonly checksum: number;
  readonly metadata: string;
  readonly data: string;
}

export const COLUMNS =
  'position, stream, type, revision, id, recorded_at, previous, checksum, metadata, data';

/** The columns in the order of `COLUMNS`: reading arrays is twice as fast as reading objects. */
export type Row = readonly [number, string, string, number, string, string, number, number, string, string];

export const toStored = (row: Row): StoredEvent => ({
  position: row[0],
  stream: row[1],
  type: row[2],
  revision: row[3],
  id: row[4],
  recordedAt: row[5],
  previous: row[6],
  checksum: row[7],
  metadata: row[8],
  data: row[9],
});

/**
 * CRC-32 over the whole event, seeded with the checksum before it: a chain in which a damaged, missing or
 * moved event shows. It guards against faults of disks and files; against people, Merkle seals do.
 */
export function checksumOf(event: Omit<StoredEvent, 'checksum'>): number {
  const { position, revision, recordedAt, id, type, stream, metadata, data } = event;
  const head = `${position},${revision},${recordedAt},${id.length},${type.length},${stream.length},${metadata.length}`;
  return crc32(`${head};${id}${type}${stream}${metadata}${data}`, event.previous);
}

/** Gives the event as the port knows it, or throws `StoreCorruptError` where its bytes are not those recorded. */
export function toRecorded(row: Row): RecordedEvent {
  const event = toStored(row);
  if (checksumOf(event) !== event.checksum) {
    throw new StoreCorruptError(`the event at position ${event.position} does not match its checksum`);
  }
  return {
    id: event.id,
    type: event.type,
    data: JSON.parse(event.data) as JsonObject,
    metadata: JSON.parse(event.metadata) as EventMetadata,
    stream: event.stream,
    revision: event.revision,
    position: toPosition(event.position),
    recordedAt: event.recordedAt,
  };
}
