import type { JsonObject } from '@berth/kernel/json';
import type { Position, RecordedEvent } from '@berth/event-store';
import type { CollectionDefinition } from './read-models.js';

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
