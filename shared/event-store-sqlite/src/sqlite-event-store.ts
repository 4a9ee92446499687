import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  checkRange,
  PAGE_SIZE,
  StoreUnavailableError,
  toPosition,
  WrongExpectedRevisionError,
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
  checkAppend,
  type EventMetadata,
} from '@berth/event-store';
import { systemClock, type Clock } from '@berth/kernel/clock';
import { canonicalJson } from '@berth/kernel/json';
import { Notifier } from '@berth/kernel/notifier';
import { withPortErrors } from './failure.js';
import { GroupCommit, type Writer } from './group-commit.js';
import { EventReader } from './reader.js';
import { StoreLock } from './store-lock.js';
import { verifyStore, type VerifiedStore } from './verify.js';
import { WriterThread } from './writer-thread.js';
import { type AppendRequest, EventWriter, type CommitReply } from './writer.js';

/** Checks an append and puts its events into the text that is stored, so that later changes by the caller don't matter. */
function encodeAppend(
  stream: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): AppendRequest {
  // Events of one command share their metadata.
  const encoded = new Map<EventMetadata, string>();
  const textOf = (metadata: EventMetadata): string => {
    let text = encoded.get(metadata);
    if (text === undefined) encoded.set(metadata, (text = canonicalJson(metadata)));
    return text;
  };
  return {
    stream,
    expected: checkAppend(stream, events, expected),
    events: events.map(({ id, type, metadata, data }) => ({
      id,
      type,
      metadata: textOf(metadata),
      data: canonicalJson(data),
    })),
  };
}

/** The writer in the calling thread: each commit stops it for as long as the disk takes. */
class InlineWriter implements Writer {
  readonly #writer: EventWriter;
  readonly storeId: string;
  readonly initialHead: number;

  constructor(path: string) {
    this.#writer = withPortErrors(() => new EventWriter(path));
    this.storeId = this.#writer.storeId;
    this.initialHead = this.#writer.head;
  }

  commit(requests: readonly AppendRequest[], now: string): Promise<CommitReply> {
    return Promise.resolve(this.#writer.commit(requests, now));
  }

  limitBytes(bytes: number): Promise<void> {
    this.#writer.limitBytes(bytes);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#writer.close();
    return Promise.resolve();
  }
}

export interface SqliteEventStoreOptions {
  /** Database file; its folder must exist. Beside it lie `-wal`, `-shm`, `.head`, `.lock` and `.pid`. */
  readonly path: string;
  readonly clock?: Clock;
  /**
   * Where commits wait for the disk. `inline` (the default) suits disks that sync within a millisecond or two; on
   * slower ones `thread` keeps the process answering meanwhile, for some 20 MB of memory.
   */
  readonly writer?: 'inline' | 'thread';
}

/**
 * Opens the store, or makes it. Throws `StoreLockedError` where another process has it open and `StoreCorruptError`
 * where its last events are damaged or acknowledged ones are gone.
 */
export async function openSqliteEventStore(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
  const { path, clock = systemClock, writer = 'inline' } = options;
  const lock = new StoreLock(path);
  try {
    const opened = writer === 'thread' ? await WriterThread.open(path) : new InlineWriter(path);
    return new SqliteEventStore(path, lock, opened, clock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

export class SqliteEventStore implements EventStore {
  readonly storeId: string;
  readonly #reader: EventReader;
  readonly #commits: GroupCommit;
  readonly #committed = new Notifier();
  readonly #closing = new AbortController();
  #head: number;
  #closed: Promise<void> | undefined;

  constructor(
    private readonly path: string,
    private readonly lock: StoreLock,
    private readonly writer: Writer,
    clock: Clock,
  ) {
    this.#reader = new EventReader(path);
    this.storeId = writer.storeId;
    this.#head = writer.initialHead;
    this.#commits = new GroupCommit(writer, clock, (head) => {
      if (head === this.#head) return;
      this.#head = head;
      this.#committed.notify();
    });
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    const outcome = await this.#commits.append(encodeAppend(stream, events, expected));
    if (outcome.kind === 'conflict') throw new WrongExpectedRevisionError(stream, expected, outcome.actual);
    return { revision: outcome.revision, position: toPosition(outcome.position) };
  }

  async read(stream: string, options: ReadOptions = {}): Promise<readonly RecordedEvent[]> {
    checkRange(options);
    this.#checkOpen();
    return this.#reader.stream(stream, options);
  }

  async *readAll(options: ReadAllOptions = {}): AsyncGenerator<readonly RecordedEvent[]> {
    checkRange(options);
    const { after, limit, filter } = options;
    let position = Number(after ?? 0);
    let left = limit ?? Number.POSITIVE_INFINITY;
    while (left > 0 && position < this.#head) {
      this.#checkOpen();
      const { events, upTo } = this.#reader.page(position, this.#head, left, filter);
      position = upTo;
      left -= events.length;
      if (events.length > 0) yield events;
      await nextTurn();
    }
  }

  async *subscribe({ after, filter, signal }: SubscribeOptions): AsyncGenerator<SubscriptionItem> {
    const ended = AbortSignal.any([signal, this.#closing.signal]);
    let position = Number(after ?? 0);
    while (!ended.aborted) {
      if (position < this.#head) {
        const { events, upTo } = this.#reader.page(position, this.#head, PAGE_SIZE, filter);
        position = upTo;
        if (events.length > 0) yield { kind: 'events', events };
        if (position < this.#head) await nextTurn();
      } else {
        yield { kind: 'caughtUp', position: toPosition(position) };
        if (position >= this.#head) await this.#committed.next(ended);
      }
    }
  }

  lastPosition(): Promise<Position> {
    return Promise.resolve(toPosition(this.#head));
  }

  /** Checks every event ever recorded; throws `StoreCorruptError` at the first that is damaged, missing or can't be found. */
  verify(): Promise<VerifiedStore> {
    return verifyStore(this.path, this.#head);
  }

  /** Bounds the size of the database file in bytes; appends beyond it fail with `StoreUnavailableError`. */
  async limitBytes(bytes: number): Promise<void> {
    await this.writer.limitBytes(bytes);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#commits.close();
    this.#closing.abort();
    this.#reader.close();
    await this.writer.close();
    this.lock.release();
  }

  #checkOpen(): void {
    if (this.#closing.signal.aborted) throw new StoreUnavailableError('the event store is closed');
  }
}
