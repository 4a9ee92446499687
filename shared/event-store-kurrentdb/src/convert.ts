import { toPosition, type EventMetadata, type NewEvent, type RecordedEvent } from '@berth/event-store';
import { canonicalJson, type JsonObject } from '@berth/kernel/json';
import { jsonEvent, type EventData, type RecordedEvent as ServerEvent } from '@eventstore/db-client';

/** How one service's streams are called on a server that services share. */
export class StreamNames {
  readonly #prefix: string;
  /** Holds the store's id. Outside the prefix, so that no read of the service's events meets it. */
  readonly storeStream: string;

  constructor(service: string) {
    this.#prefix = `${service}-`;
    this.storeStream = `store.${service}`;
  }

  get prefix(): string {
    return this.#prefix;
  }

  toServer = (stream: string): string => `${this.#prefix}${stream}`;

  /** Nothing for a stream of another service or of the server's own. */
  fromServer(name: string): string | undefined {
    return name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : undefined;
  }
}

/** What the server gives for a position that it doesn't know. */
const NO_POSITION = 2n ** 64n - 1n;

/** The client writes JSON with members in the order they come in, so they are put into RFC 8785's. */
const inOrder = <T>(value: T): T => JSON.parse(canonicalJson(value)) as T;

export const toServerEvent = ({ id, type, data, metadata }: NewEvent): EventData =>
  jsonEvent({ id, type, data: inOrder(data), metadata: inOrder(metadata) });

export function positionOf(event: ServerEvent): bigint {
  const commit = event.position?.commit;
  if (commit === undefined || commit === NO_POSITION) {
    throw new Error(
      'the server does not report positions in streams: EventStoreDB 22.10 or later is required',
    );
  }
  return commit;
}

/**
 * `recordedAt` is when the server wrote it: instances of a service append concurrently, and only the server knows
 * the order.
 */
export const toRecorded = (event: ServerEvent, stream: string): RecordedEvent => ({
  id: event.id,
  type: event.type,
  data: event.data as JsonObject,
  metadata: event.metadata as unknown as EventMetadata,
  stream,
  revision: Number(event.revision),
  position: toPosition(positionOf(event)),
  recordedAt: event.created.toISOString(),
});
