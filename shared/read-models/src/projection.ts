import type { Position, RecordedEvent, EventFilter, EventStore, SubscriptionItem } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import type { CollectionDefinition } from './read-models.js';

export type ProjectionState =
  | { readonly state: 'starting' | 'stopped' }
  /** From all events, since there were none, the version changed, or the store is another one. */
  | { readonly state: 'rebuilding'; readonly reason: string }
  | { readonly state: 'catchingUp' }
  | { readonly state: 'live' }
  /** The read models or the source failed; it goes on by itself when they are back. */
  | { readonly state: 'retrying'; readonly reason: string; readonly at: string }
  /** Stays so until the code that can't fold the event is replaced; the other projections go on. */
  | {
      readonly state: 'halted';
      readonly eventId: string;
      readonly eventType: string;
      readonly position: Position;
      readonly reason: string;
      /** When it met the event. */
      readonly at: string;
    };

export type ProjectionStatus = ProjectionState & {
  readonly projection: string;
  /** Everything up to here is in the documents. */
  readonly reached: Position;
  /** Age in milliseconds of the oldest event known and not folded yet; 0 when there is none. */
  readonly lagMs: number;
};

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

/**
 * Turns events into the documents of one collection, fed by one source (a document keeps one position).
 * Both functions are pure: no clock, no random, no I/O, and the document given is never changed in place.
 * What needs two collections is joined by the query.
 * @typeParam E the events that `keys` selects: `evolve` gets no others
 */
export interface Projection<D extends JsonObject, E = unknown> {
  /** Unique within a service. */
  readonly name: string;
  /** Raise it when `keys` or `evolve` changed their meaning: the documents are then rebuilt from all events. */
  readonly version: number;
  readonly collection: CollectionDefinition;
  /** Ids of the documents that the event concerns; none for an event of no interest. */
  keys(event: RecordedEvent): readonly string[];
  /** The document after the event; undefined where there is none (any longer). The same object back means no change. */
  evolve(document: D | undefined, event: RecordedEvent & E, id: string): D | undefined;
}

/** A projection of whatever documents and events, for lists of different ones. */
export interface AnyProjection extends Pick<
  Projection<JsonObject>,
  'name' | 'version' | 'collection' | 'keys'
> {
  evolve(document: never, event: never, id: string): JsonObject | undefined;
}

/** Positions of different sources can't be compared, so each has a checkpoint of its own. */
export const checkpointName = (projection: { readonly name: string }, source: string): string =>
  `${projection.name}@${source}`;

/** An event that the projection's code throws at. Everything before it has been folded and checkpointed. */
export class UnfoldableEventError extends Error {
  override readonly name = 'UnfoldableEventError';
  readonly eventId: string;
  readonly eventType: string;
  readonly position: Position;

  constructor(
    readonly projection: string,
    event: RecordedEvent,
    override readonly cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `projection ${projection} cannot apply event ${event.id} (${event.type}, ${event.stream}): ${reason}`,
    );
    this.eventId = event.id;
    this.eventType = event.type;
    this.position = event.position;
  }
}
