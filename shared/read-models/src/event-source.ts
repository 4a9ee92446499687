import type { EventFilter, EventStore, Position, SubscriptionItem } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';

/** Where a runner's events come from: a service's own store, or another service's stream on the bus. */
export interface EventSource {
  /** Name of the service whose facts these are. */
  readonly name: string;
  /** Which store they come from. Documents made from another one are rebuilt. */
  readonly storeId: string;
  /** Everything after a position (from the start without one), until the signal aborts. */
  subscribe(options: {
    readonly after: Position | undefined;
    readonly signal: AbortSignal;
  }): AsyncIterable<SubscriptionItem>;
  /** Where it is known: a checkpoint beyond it means that the store was cut, and the documents are rebuilt. */
  lastPosition?(): Promise<Position>;
}

export function ownEvents(name: string, store: EventStore, filter?: EventFilter): EventSource {
  return {
    name,
    storeId: store.storeId,
    subscribe: ({ after, signal }) => store.subscribe({ signal, ...defined({ after, filter }) }),
    lastPosition: () => store.lastPosition(),
  };
}
