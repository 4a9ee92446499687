import type { JetStreamManager } from '@nats-io/jetstream';
import { START, toPosition, type EventStore, type Position } from '@berth/event-store';
import { decodeCloudEvent } from './cloud-event.js';

/** Where a service's JetStream stream ends, and which event of the store that is. */
export type RelayTail =
  | { readonly kind: 'empty'; readonly sequence: 0; readonly position: Position }
  | {
      readonly kind: 'event';
      readonly sequence: number;
      readonly position: Position;
      readonly storeId: string;
      readonly eventId: string;
    }
  | { readonly kind: 'unreadable'; readonly sequence: number; readonly problem: string };

export async function readTail(manager: JetStreamManager, stream: string): Promise<RelayTail> {
  const { state } = await manager.streams.info(stream);
  if (state.last_seq === 0) return { kind: 'empty', sequence: 0, position: START };
  const sequence = state.last_seq;
  const message = await manager.streams.getMessage(stream, { seq: sequence });
  if (!message) return { kind: 'unreadable', sequence, problem: 'its last message was deleted' };
  const decoded = decodeCloudEvent(message.data);
  if (!decoded.ok)
    return { kind: 'unreadable', sequence, problem: `its last message is not an event: ${decoded.error}` };
  const { event, storeId } = decoded.value;
  return { kind: 'event', sequence, position: event.position, storeId, eventId: event.id };
}

/**
 * Why the store can't be what the stream was published from: it was swapped, cut or restored to an earlier point.
 * `undefined` where all is well.
 */
export async function refusalReason(store: EventStore, tail: RelayTail): Promise<string | undefined> {
  switch (tail.kind) {
    case 'empty':
      return undefined;
    case 'unreadable':
      return `the stream cannot be continued: ${tail.problem}`;
    case 'event': {
      if (tail.storeId !== store.storeId) {
        return `the stream was published from store ${tail.storeId}, this is store ${store.storeId}`;
      }
      const last = await store.lastPosition();
      if (tail.position > last)
        return `the stream is ahead: it ends at ${tail.position}, the store at ${last}`;
      const stored = await eventIdAt(store, tail.position);
      if (stored === tail.eventId) return undefined;
      return `the stream ends with event ${tail.eventId} at ${tail.position}, where the store has ${stored ?? 'none'}`;
    }
  }
}

async function eventIdAt(store: EventStore, position: Position): Promise<string | undefined> {
  const after = toPosition(BigInt(position) - 1n);
  for await (const [event] of store.readAll({ after, limit: 1 })) {
    return event?.position === position ? event.id : undefined;
  }
  return undefined;
}
