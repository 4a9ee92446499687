import {
  matchesFilter,
  PAGE_SIZE,
  type EventFilter,
  type ReadOptions,
  type RecordedEvent,
} from '@berth/event-store';
import {
  BACKWARDS,
  END,
  START,
  StreamNotFoundError,
  type AllStreamResolvedEvent,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { positionOf, toRecorded } from './convert.js';
import type { Names } from './names.js';
import { reaching } from './server-errors.js';

export interface Page {
  readonly events: readonly RecordedEvent[];
  /** Position in the server's log up to which this page has looked. */
  readonly upTo: bigint;
  /** Last event of the service that was seen, whether it matched or not. */
  readonly lastOwn: bigint | undefined;
  /** Nothing more was there when the page was read. */
  readonly isLast: boolean;
}

/**
 * Reads with calls that end: each page is one call, so a reader that stops leaves nothing open behind.
 * The client's `readAll` takes no filter, so what belongs to others comes over the wire and is left out here.
 */
export class Reader {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly names: Names,
    /** Position of the event that made the store: everything of the service comes after it. */
    private readonly origin: bigint,
  ) {}

  async stream(stream: string, options: ReadOptions): Promise<readonly RecordedEvent[]> {
    const { from, direction = 'forwards', limit = Number.MAX_SAFE_INTEGER } = options;
    if (limit === 0) return [];
    if (direction === 'forwards') {
      return this.#read(stream, { maxCount: limit, fromRevision: from === undefined ? START : BigInt(from) });
    }
    // The server does not say what reading backwards from beyond the end gives, so the end is looked up first.
    const [last] =
      from === undefined
        ? []
        : await this.#read(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
    if (from !== undefined && last === undefined) return [];
    const start = last === undefined ? END : BigInt(Math.min(from ?? 0, last.revision));
    return this.#read(stream, { direction: BACKWARDS, fromRevision: start, maxCount: limit });
  }

  /** The next of the service's events after a position. */
  async page(after: bigint, filter: EventFilter | undefined): Promise<Page> {
    const from = after > this.origin ? after : this.origin;
    const seen = await this.#readAll({ commit: from, prepare: from }, PAGE_SIZE);
    const events: RecordedEvent[] = [];
    let lastOwn: bigint | undefined;
    let upTo = from;
    for (const { event } of seen) {
      if (event === undefined) continue;
      const position = positionOf(event);
      upTo = position;
      const stream = this.names.fromServer(event.streamId);
      // A read begins with the event at the position it is given.
      if (stream === undefined || position === from) continue;
      lastOwn = position;
      if (matchesFilter(filter, { stream, type: event.type })) events.push(toRecorded(event, stream));
    }
    return { events, upTo, lastOwn, isLast: seen.length < PAGE_SIZE };
  }

  /** Looks for the service's last event after a position, from the end of the log back. */
  async lastOwnAfter(known: bigint): Promise<bigint | undefined> {
    let before: { commit: bigint; prepare: bigint } | typeof END = END;
    for (;;) {
      const seen: readonly AllStreamResolvedEvent[] = await this.#readAll(before, PAGE_SIZE, BACKWARDS);
      for (const { event } of seen) {
        if (event === undefined) continue;
        const position = positionOf(event);
        if (position <= known || position <= this.origin) return undefined;
        if (this.names.fromServer(event.streamId) !== undefined) return position;
        before = { commit: position, prepare: position };
      }
      if (seen.length < PAGE_SIZE) return undefined;
    }
  }

  #readAll(
    fromPosition: { commit: bigint; prepare: bigint } | typeof END,
    maxCount: number,
    direction?: typeof BACKWARDS,
  ): Promise<readonly AllStreamResolvedEvent[]> {
    return reaching(() =>
      Array.fromAsync(this.client.readAll({ fromPosition, maxCount, ...(direction && { direction }) })),
    );
  }

  async #read(
    stream: string,
    options: Parameters<EventStoreDBClient['readStream']>[1],
  ): Promise<readonly RecordedEvent[]> {
    try {
      const found = await reaching(() =>
        Array.fromAsync(this.client.readStream(this.names.toServer(stream), options)),
      );
      return found.flatMap(({ event }) => (event === undefined ? [] : [toRecorded(event, stream)]));
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw error;
    }
  }
}
