import {
  JetStreamApiCodes,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
} from '@nats-io/jetstream';
import type { ServiceName } from '@berth/contracts/services';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';

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
