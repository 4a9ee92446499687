import {
  checkAppend,
  StoreUnavailableError,
  toPosition,
  WrongExpectedRevisionError,
  type AppendResult,
  type ExpectedRevision,
  type NewEvent,
} from '@berth/event-store';
import {
  MaxAppendSizeExceededError,
  NO_STREAM,
  WrongExpectedVersionError,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { toServerEvent } from './convert.js';
import type { Names } from './names.js';
import type { Reader } from './reader.js';
import { reaching } from './server-errors.js';

/** The client's own deadline is 10 s; an append on a call that was dropped without a word would wait for ever. */
const GIVE_UP_AFTER = 15_000;

/** Appends with exact revisions or none: with those the server knows a repeated append by its event ids. */
export class Appender {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly names: Names,
    private readonly reader: Reader,
  ) {}

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    const revision = checkAppend(stream, events, expected);
    const proposed = events.map(toServerEvent);
    const expectedRevision = revision === -1 ? NO_STREAM : BigInt(revision);
    const ids = events.map(({ id }) => id);
    try {
      const result = await reaching(() =>
        orGiveUp(this.client.appendToStream(this.names.toServer(stream), proposed, { expectedRevision })),
      );
      if (result.position === undefined) return await this.#found(stream, revision, ids);
      return { revision: revision + events.length, position: toPosition(result.position.commit) };
    } catch (error) {
      if (error instanceof MaxAppendSizeExceededError) throw new RangeError(error.message);
      if (!(error instanceof WrongExpectedVersionError)) throw error;
      const actual = typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : -1;
      if (actual < revision + events.length) throw new WrongExpectedRevisionError(stream, expected, actual);
      return await this.#found(
        stream,
        revision,
        ids,
        new WrongExpectedRevisionError(stream, expected, actual),
      );
    }
  }

  /** Where the same events stand already. */
  async #found(
    stream: string,
    after: number,
    ids: readonly string[],
    otherwise: Error = new StoreUnavailableError(`what was appended to ${stream} can not be read back`),
  ): Promise<AppendResult> {
    const there = await this.reader.stream(stream, { from: after + 1, limit: ids.length });
    const last = there.at(-1);
    if (last === undefined || !ids.every((id, index) => there[index]?.id === id)) throw otherwise;
    return { revision: last.revision, position: last.position };
  }
}

async function orGiveUp<T>(append: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new StoreUnavailableError('the server did not answer')),
    GIVE_UP_AFTER,
  );
  try {
    return await Promise.race([append, promise]);
  } finally {
    clearTimeout(timer);
  }
}
