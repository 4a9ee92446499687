import type { ServiceName } from '@berth/contracts/services';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import { toPosition, type Position } from '@berth/event-store';
import {
  JetStreamApiCodes,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
} from '@nats-io/jetstream';
import type { decodeCloudEvent } from './cloud-event.js';

/** Where a consumer stands in a stream, and which message it found there. */
export interface StreamCheckpoint {
  readonly sequence: number;
  /**
   * Store and event that the message at `sequence` came from: another one there means that the stream was made from
   * another store, or from one that was restored. Undefined where it was not noted.
   */
  readonly mark: string | undefined;
}

export const STREAM_START: StreamCheckpoint = { sequence: 0, mark: undefined };

/** As a checkpoint is kept: the sequence as a position, and the mark behind a space. */
export const formatCheckpoint = ({ sequence, mark }: StreamCheckpoint): string =>
  mark === undefined ? toPosition(sequence) : `${toPosition(sequence)} ${mark}`;

/** Undefined or not readable is the beginning. */
export function parseCheckpoint(text: Position | string | undefined): StreamCheckpoint {
  const [, digits, mark] = /^(\d+)(?: (.+))?$/.exec(text ?? '') ?? [];
  return digits === undefined ? STREAM_START : { sequence: Number(digits), mark };
}

/** A text that no message of another store has. */
export const eventRefOf = (decoded: ReturnType<typeof decodeCloudEvent>): string =>
  decoded.ok ? `${decoded.value.storeId}/${decoded.value.event.id}` : 'no event';

/** Makes the service's event stream where there is none. Events are kept: it can be filled again from the store, in the same order. */
export async function ensureEventStream(
  manager: JetStreamManager,
  service: ServiceName,
  { stream = STREAMS[service], replicas = 1 }: { stream?: string; replicas?: number } = {},
): Promise<void> {
  try {
    await manager.streams.info(stream);
  } catch (error) {
    if (!isStreamNotFound(error)) throw error;
    await manager.streams.add({
      name: stream,
      subjects: [subjects.eventsOf(service)],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      num_replicas: replicas,
    });
  }
}

export const isStreamNotFound = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
