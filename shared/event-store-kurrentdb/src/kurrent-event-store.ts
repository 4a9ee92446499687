import {
  checkRange,
  matchesFilter,
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
import { BACKWARDS, END, type EventStoreDBClient } from '@eventstore/db-client';
import { Appender } from './appender.js';
import { connect, userIn, withLogin } from './connect.js';
import { KnownEnd } from './known-end.js';
import { StreamNames } from './convert.js';
import { OwnLog } from './service-log.js';
import { Ownership, ensureStoreId, type StoreOrigin } from './store-id.js';
import { PAGES_BACK, Reader } from './reader.js';
import { userOf } from './rights.js';
import { withStoreErrors } from './server-errors.js';

export interface KurrentEventStoreOptions {
  /** Connection string: `esdb://`, `kurrentdb://`, or either with `+discover`; user and password where the server asks. */
  readonly url: string;
  /** In place of one in the connection string. */
  readonly login?: { readonly user: string; readonly password: string };
  /** The service that owns the events. Its streams carry the name as prefix, and no others are read. */
  readonly service: string;
}

const CLOSED = 'the event store is closed';

/** Connects and finds or makes the store's id. Rejects with `StoreUnavailableError` where the server can't be reached. */
export async function openKurrentEventStore(options: KurrentEventStoreOptions): Promise<EventStore> {
  const { service, login } = options;
  const url = login === undefined ? options.url : withLogin(options.url, login.user, login.password);
  const client = connect(url, `berth-${service}`);
  const names = new StreamNames(service);
  try {
    const origin = await ensureStoreId(client, names);
    await checkMayReadAll(client);
    const owns = userIn(url) === userOf(service) ? new Ownership(client, names, service) : undefined;
    return new KurrentEventStore(client, names, origin, owns);
  } catch (error) {
    await client.dispose();
    throw error;
  }
}

/** Else each reader would find out for itself, later. */
async function checkMayReadAll(client: EventStoreDBClient): Promise<void> {
  const last = { direction: BACKWARDS, fromPosition: END, maxCount: 1 } as const;
  await withStoreErrors(() => Array.fromAsync(client.readAll(last)), '$all');
}

class KurrentEventStore implements EventStore {
  readonly storeId: string;
  readonly #known: KnownEnd;
  readonly #reader: Reader;
  readonly #appender: Appender;
  readonly #log: OwnLog;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  /** The highest position from which a subscription was requested. */
  #farthest = 0n;
  #closed: Promise<void> | undefined;

  constructor(
    private readonly client: EventStoreDBClient,
    names: StreamNames,
    origin: StoreOrigin,
    /** Absent where the service has no user of its own. */
    private readonly ownership: Ownership | undefined,
  ) {
    this.storeId = origin.storeId;
    this.#known = new KnownEnd(origin.position);
    this.#reader = new Reader(client, names, this.#known);
    this.#appender = new Appender(client, names, this.#reader);
    this.#log = new OwnLog(client, names, this.#reader, this.#known, origin.position);
  }

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    return this.#whileOpen(async () => {
      const result = await this.#appender.append(stream, events, expected);
      this.#known.sawOwn(BigInt(result.position));
      if (result.revision + 1 === events.length) this.ownership?.take(stream);
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
    if (left === 0) return;
    for await (const page of this.#log.pages(BigInt(options.after ?? START), this.#closing.signal)) {
      const events = page.events.filter((event) => matchesFilter(options.filter, event)).slice(0, left);
      left -= events.length;
      if (events.length > 0) yield events;
      if (page.isEnd || left === 0) return;
    }
    throw new StoreUnavailableError(CLOSED);
  }

  async *subscribe({ after = START, filter, signal }: SubscribeOptions): AsyncGenerator<SubscriptionItem> {
    const ended = AbortSignal.any([signal, this.#closing.signal]);
    const begin = BigInt(after);
    if (begin > this.#farthest) this.#farthest = begin;
    let told: bigint | undefined;
    for await (const page of this.#log.follow(begin, ended)) {
      const events = page.events.filter((event) => matchesFilter(filter, event));
      if (events.length > 0) yield { kind: 'events', events };
      if (ended.aborted) return;
      const lookedUpTo = page.lastOwn ?? begin;
      if (!page.isEnd || told === lookedUpTo) continue;
      told = lookedUpTo;
      yield { kind: 'caughtUp', position: toPosition(lookedUpTo) };
    }
  }

  lastPosition(): Promise<Position> {
    return this.#whileOpen(async () => {
      if (!(await this.#reader.lookForEnd(PAGES_BACK))) await this.#readToEnd();
      return toPosition(this.#known.lastOwn);
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#pending);
    await this.ownership?.settled();
    await this.client.dispose();
  }

  /** Others have written so much since the service's last known event that its own are fewer to read. */
  async #readToEnd(): Promise<void> {
    if (this.#farthest > this.#known.upTo) await this.#reader.isOwn(this.#farthest);
    for await (const { isEnd } of this.#log.pages(this.#known.upTo, this.#closing.signal)) if (isEnd) return;
  }

  /** Closing waits for calls made before. */
  async #whileOpen<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) throw new StoreUnavailableError(CLOSED);
    const running = work();
    this.#pending.add(running);
    try {
      return await running;
    } finally {
      this.#pending.delete(running);
    }
  }
}
