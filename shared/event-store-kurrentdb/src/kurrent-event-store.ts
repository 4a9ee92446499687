import {
  checkRange,
  START,
  StoreUnavailableError,
  toPosition,
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type ReadAllOptions,
  type ReadOptions,
  type RecordedEvent,
  type SubscribeOptions,
  type SubscriptionItem,
} from '@berth/event-store';
import { EventStoreDBClient } from '@eventstore/db-client';
import { Appender } from './appender.js';
import { Doorbell } from './doorbell.js';
import { Names } from './names.js';
import { Reader, type Page } from './reader.js';
import { ensureStoreId, type StoreOrigin } from './store-id.js';

export interface KurrentEventStoreOptions {
  /** Connection string: `esdb://`, `kurrentdb://`, or either with `+discover`; user and password where the server asks. */
  readonly url: string;
  /** The service whose events these are. Its streams carry the name as prefix, and no others are read. */
  readonly service: string;
}

/** Connects and finds or makes the store's id. Rejects with `StoreUnavailableError` where the server can't be reached. */
export async function openKurrentEventStore({ url, service }: KurrentEventStoreOptions): Promise<EventStore> {
  if (/throwOnAppendFailure=false/i.test(url)) {
    throw new Error('throwOnAppendFailure must be left on: without it the client reports wrong revisions');
  }
  const client = EventStoreDBClient.connectionString(url.replace(/^kurrentdb/, 'esdb'));
  const names = new Names(service);
  try {
    return new KurrentEventStore(client, names, await ensureStoreId(client, names));
  } catch (error) {
    await client.dispose();
    throw error;
  }
}

class KurrentEventStore implements EventStore {
  readonly storeId: string;
  readonly #reader: Reader;
  readonly #appender: Appender;
  readonly #doorbell: Doorbell;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  #lastKnown = 0n;
  #closed: Promise<void> | undefined;

  constructor(
    private readonly client: EventStoreDBClient,
    names: Names,
    origin: StoreOrigin,
  ) {
    this.storeId = origin.storeId;
    this.#reader = new Reader(client, names, origin.position);
    this.#appender = new Appender(client, names, this.#reader);
    this.#doorbell = new Doorbell(client, names.prefix);
  }

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    return this.#whileOpen(async () => {
      const result = await this.#appender.append(stream, events, expected);
      this.#doorbell.ring();
      return result;
    });
  }

  read(stream: string, options: ReadOptions = {}): Promise<readonly RecordedEvent[]> {
    return this.#whileOpen(async () => {
      checkRange(options);
      return this.#reader.stream(stream, options);
    });
  }

  async *readAll(options: ReadAllOptions = {}): AsyncGenerator<readonly RecordedEvent[]> {
    checkRange(options);
    let left = options.limit ?? Number.POSITIVE_INFINITY;
    let position = BigInt(options.after ?? 0);
    while (left > 0) {
      const page = await this.#page(position, options.filter);
      const events = page.events.slice(0, left);
      left -= events.length;
      position = page.upTo;
      if (events.length > 0) yield events;
      if (page.isLast) return;
    }
  }

  async *subscribe({ after = START, filter, signal }: SubscribeOptions): AsyncGenerator<SubscriptionItem> {
    const ended = AbortSignal.any([signal, this.#closing.signal]);
    let position = BigInt(after);
    let lookedUpTo = position;
    let told: bigint | undefined;
    while (!ended.aborted) {
      await this.#doorbell.listen();
      const page = await this.#pageWhenReachable(position, filter, ended);
      if (page === undefined) return;
      position = page.upTo;
      lookedUpTo = page.lastOwn ?? lookedUpTo;
      if (page.events.length > 0) yield { kind: 'events', events: page.events };
      if (!page.isLast) continue;
      if (told !== lookedUpTo) yield { kind: 'caughtUp', position: toPosition(lookedUpTo) };
      told = lookedUpTo;
      await this.#doorbell.next(ended);
    }
  }

  lastPosition(): Promise<Position> {
    return this.#whileOpen(async () => {
      this.#lastKnown = (await this.#reader.lastOwnAfter(this.#lastKnown)) ?? this.#lastKnown;
      return toPosition(this.#lastKnown);
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#pending);
    this.#doorbell.stop();
    await this.client.dispose();
  }

  #page(position: bigint, filter: ReadAllOptions['filter']): Promise<Page> {
    return this.#whileOpen(() => this.#reader.page(position, filter));
  }

  /** A subscription outlives a server that is away for a while. */
  async #pageWhenReachable(
    position: bigint,
    filter: ReadAllOptions['filter'],
    ended: AbortSignal,
  ): Promise<Page | undefined> {
    while (!ended.aborted) {
      try {
        return await this.#page(position, filter);
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) throw error;
        await this.#doorbell.next(ended);
      }
    }
    return undefined;
  }

  /** Closing waits for what was asked before. */
  async #whileOpen<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) throw new StoreUnavailableError('the event store is closed');
    const running = work();
    this.#pending.add(running);
    try {
      return await running;
    } finally {
      this.#pending.delete(running);
    }
  }
}
