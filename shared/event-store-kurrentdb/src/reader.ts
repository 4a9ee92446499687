import { PAGE_SIZE, type ReadOptions, type RecordedEvent } from '@berth/event-store';
import {
  BACKWARDS,
  END,
  START,
  StreamNotFoundError,
  type AllStreamResolvedEvent,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { positionOf, toRecorded, type StreamNames } from './convert.js';
import type { KnownEnd } from './known-end.js';
import { withStoreErrors } from './server-errors.js';

/** Page sizes in records of the log on the way back from its end; the last is used for all further pages. */
const BACK = [1, 32, 128, PAGE_SIZE] as const;
/** So many together are more than a subscription leaves between its last checkpoint and the end of the log. */
export const PAGES_BACK = BACK.length;

/** Reads with calls that end: a reader that stops leaves nothing open behind. */
export class Reader {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly names: StreamNames,
    private readonly known: KnownEnd,
  ) {}

  async stream(stream: string, options: ReadOptions): Promise<readonly RecordedEvent[]> {
    const { from, direction = 'forwards', limit = Number.MAX_SAFE_INTEGER } = options;
    if (limit === 0) return [];
    if (direction === 'forwards') {
      return this.#read(stream, { maxCount: limit, fromRevision: from === undefined ? START : BigInt(from) });
    }
    // The server does not define reading backwards from beyond the end, so the end is looked up first.
    const [last] =
      from === undefined
        ? []
        : await this.#read(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
    if (from !== undefined && last === undefined) return [];
    const start = last === undefined ? END : BigInt(Math.min(from ?? 0, last.revision));
    return this.#read(stream, { direction: BACKWARDS, fromRevision: start, maxCount: limit });
  }

  /**
   * Searches backwards from the end of the log for the service's last event, until it meets it or the known end, and
   * extends that. This reads what others have written since, as the client's `readAll` takes no filter.
   * @param pages at most; without, as many as it takes
   * @returns whether the end is known now
   */
  async lookForEnd(pages = Number.POSITIVE_INFINITY): Promise<boolean> {
    let before: { commit: bigint; prepare: bigint } | typeof END = END;
    let top: bigint | undefined;
    for (let page = 0; page < pages; page += 1) {
      const size = BACK[Math.min(page, BACK.length - 1)] ?? PAGE_SIZE;
      const seen: readonly AllStreamResolvedEvent[] = await this.#readBack(before, size);
      for (const { event } of seen) {
        if (event === undefined) continue;
        const position = positionOf(event);
        top ??= position;
        const isOwn = this.names.fromServer(event.streamId) !== undefined;
        if (isOwn) this.known.sawOwn(position);
        if (isOwn || position <= this.known.upTo) {
          this.known.sawNone(position, top);
          return true;
        }
        before = { commit: position, prepare: position };
      }
      if (seen.length < size) {
        if (top !== undefined) this.known.sawNone(0n, top);
        return true;
      }
    }
    return false;
  }

  /** Whether the record at a position is an event of the service; if so its position is known from now on. */
  async isOwn(position: bigint): Promise<boolean> {
    const at = { commit: position, prepare: position };
    const [found] = await withStoreErrors(
      () => Array.fromAsync(this.client.readAll({ fromPosition: at, maxCount: 1 })),
      '$all',
    );
    if (found?.event === undefined || positionOf(found.event) !== position) return false;
    if (this.names.fromServer(found.event.streamId) === undefined) return false;
    this.known.sawOwn(position);
    return true;
  }

  #readBack(
    fromPosition: { commit: bigint; prepare: bigint } | typeof END,
    maxCount: number,
  ): Promise<readonly AllStreamResolvedEvent[]> {
    return withStoreErrors(
      () => Array.fromAsync(this.client.readAll({ fromPosition, maxCount, direction: BACKWARDS })),
      '$all',
    );
  }

  async #read(
    stream: string,
    options: Parameters<EventStoreDBClient['readStream']>[1],
  ): Promise<readonly RecordedEvent[]> {
    try {
      const found = await withStoreErrors(() =>
        Array.fromAsync(this.client.readStream(this.names.toServer(stream), options)),
      );
      return found.flatMap(({ event }) => (event === undefined ? [] : [toRecorded(event, stream)]));
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw error;
    }
  }
}
