import { upcast } from '@berth/contracts/upcast';
import type { EventStore, RecordedEvent, SubscribeOptions, SubscriptionItem } from '@berth/event-store';

/**
 * The store as the service's code sees it: every event at its newest version. What is stored and published stays as it
 * was recorded, so that proofs hold and subscribers choose for themselves.
 */
export function upcastingStore(store: EventStore): EventStore {
  return {
    storeId: store.storeId,
    append: (stream, events, expected) => store.append(stream, events, expected),
    read: async (stream, options) => upcastAll(await store.read(stream, options)),
    readAll: (options) => pages(store.readAll(options)),
    subscribe: (options) => items(store, options),
    lastPosition: () => store.lastPosition(),
    close: () => store.close(),
  };
}

const upcastAll = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.map((event) => upcast(event));

async function* pages(
  source: AsyncIterable<readonly RecordedEvent[]>,
): AsyncGenerator<readonly RecordedEvent[]> {
  for await (const events of source) yield upcastAll(events);
}

async function* items(store: EventStore, options: SubscribeOptions): AsyncGenerator<SubscriptionItem> {
  for await (const item of store.subscribe(options)) {
    yield item.kind === 'events' ? { kind: 'events', events: upcastAll(item.events) } : item;
  }
}
