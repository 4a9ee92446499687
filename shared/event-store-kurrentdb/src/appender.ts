import { setTimeout as sleep } from 'node:timers/promises';
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
  type EventData,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { toServerEvent, type StreamNames } from './convert.js';
import type { Reader } from './reader.js';
import { outcomeIsUnknown, withStoreErrors } from './server-errors.js';

/** The client's own deadline is 10 s; an append on a connection that was dropped silently would wait without end. */
const APPEND_TIMEOUT_MS = 15_000;
const INITIAL_BACKOFF_MS = 5;
const MAX_BACKOFF_MS = 500;

interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** -1 for no stream. */
  readonly revision: number;
  readonly events: readonly EventData[];
}

/**
 * Appends with exact revisions or none: with those the server recognises a repeated append by its event ids. While
 * an append is being written, the server answers a repetition with "timeout" at once. So that answer does not say
 * whether the events are stored: they are searched, and else appended again until the deadline.
 */
export class Appender {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly names: StreamNames,
    private readonly reader: Reader,
  ) {}

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    const revision = checkAppend(stream, events, expected);
    const append = { stream, expected, revision, events: events.map(toServerEvent) };
    const deadline = performance.now() + APPEND_TIMEOUT_MS;
    for (let pause = INITIAL_BACKOFF_MS; ; pause = Math.min(2 * pause, MAX_BACKOFF_MS)) {
      try {
        return await this.#once(append, deadline - performance.now());
      } catch (error) {
        if (!outcomeIsUnknown(error)) throw error;
        const found = await this.#find(append);
        if (found !== undefined) return found;
        if (performance.now() + pause >= deadline) throw error;
        await sleep(pause);
      }
    }
  }

  async #once(append: Append, timeoutMs: number): Promise<AppendResult> {
    const { stream, revision, events, expected } = append;
    const expectedRevision = revision === -1 ? NO_STREAM : BigInt(revision);
    try {
      const result = await withStoreErrors(() =>
        withTimeout(
          timeoutMs,
          this.client.appendToStream(this.names.toServer(stream), [...events], { expectedRevision }),
        ),
      );
      if (result.position !== undefined) {
        return { revision: revision + events.length, position: toPosition(result.position.commit) };
      }
      const found = await this.#find(append);
      if (found !== undefined) return found;
      throw new StoreUnavailableError(`what was appended to ${stream} cannot be read back`);
    } catch (error) {
      if (error instanceof MaxAppendSizeExceededError) throw new RangeError(error.message);
      if (!(error instanceof WrongExpectedVersionError)) throw error;
      const actual = typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : -1;
      const found = actual < revision + events.length ? undefined : await this.#find(append);
      if (found !== undefined) return found;
      throw new WrongExpectedRevisionError(stream, expected, actual);
    }
  }

  /** The position of the same events, if they are stored already. */
  async #find({ stream, revision, events }: Append): Promise<AppendResult | undefined> {
    const there = await this.reader.stream(stream, { from: revision + 1, limit: events.length });
    const last = there.at(-1);
    if (last === undefined || !events.every(({ id }, index) => there[index]?.id === id)) return undefined;
    return { revision: last.revision, position: last.position };
  }
}

async function withTimeout<T>(ms: number, append: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new StoreUnavailableError('the server did not answer')), ms);
  try {
    return await Promise.race([append, promise]);
  } finally {
    clearTimeout(timer);
  }
}
