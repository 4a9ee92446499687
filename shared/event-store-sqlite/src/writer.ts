import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { HeadMark, type Head } from './head-mark.js';
import { toFailure, type Failure } from './failure.js';
import { RevisionCache } from './revision-cache.js';
import { checksumOf } from './row.js';
import { ensureSchema, prepareForWriting, readStoreId } from './schema.js';
import { checkTail } from './chain-check.js';

export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly metadata: string;
  readonly data: string;
}

/** One append; `expected` is the revision its stream must be at, -1 for none. */
export interface AppendRequest {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly EncodedEvent[];
}

/** The position of an append's last event, or the revision of the stream that conflicts with it. */
export type AppendOutcome =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: number }
  | { readonly kind: 'repeated'; readonly revision: number; readonly position: number }
  | { readonly kind: 'conflict'; readonly actual: number };

export type CommitReply =
  | { readonly ok: true; readonly outcomes: readonly AppendOutcome[]; readonly head: number }
  | { readonly ok: false; readonly failure: Failure };

const CACHED_REVISIONS = 10_000;
const INSERT = 'INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';

interface Tail extends Head {
  readonly recordedAt: string;
}

/** The only one that writes. Each commit takes a group of appends; its calls block until the disk has them. */
export class EventWriter {
  readonly storeId: string;
  readonly #db: DatabaseSync;
  readonly #mark: HeadMark;
  readonly #revisions = new RevisionCache(CACHED_REVISIONS);
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #insert: StatementSync;
  readonly #insertFirst: StatementSync;
  readonly #lastRevision: StatementSync;
  readonly #idsFrom: StatementSync;
  #tail: Tail;

  /** Throws `StoreCorruptError` where the file is not a store, its tail is damaged, or acknowledged events are gone. */
  constructor(path: string) {
    this.#db = new DatabaseSync(path, { timeout: 5000 });
    prepareForWriting(this.#db);
    ensureSchema(this.#db, path);
    this.storeId = readStoreId(this.#db);
    checkTail(this.#db, path);
    this.#begin = this.#db.prepare('BEGIN IMMEDIATE');
    this.#commit = this.#db.prepare('COMMIT');
    this.#insert = this.#db.prepare(INSERT);
    this.#insertFirst = this.#db.prepare(`${INSERT} ON CONFLICT (stream, revision) DO NOTHING`);
    this.#lastRevision = this.#db.prepare('SELECT max(revision) AS revision FROM events WHERE stream = ?');
    this.#idsFrom = this.#db.prepare(
      'SELECT id, position FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?',
    );
    this.#tail = this.#loadTail();
    this.#mark = new HeadMark(`${path}.head`);
    this.#mark.write(this.#tail);
  }

  get head(): number {
    return this.#tail.position;
  }

  /** All appends of a group become durable together; a conflict fails its own append only. */
  commit(requests: readonly AppendRequest[], now: string): CommitReply {
    const recordedAt = now > this.#tail.recordedAt ? now : this.#tail.recordedAt;
    const before = this.#tail;
    try {
      this.#begin.run();
      const outcomes = requests.map((request) => this.#append(request, recordedAt));
      this.#commit.run();
      if (this.#tail !== before) this.#mark.write(this.#tail);
      return { ok: true, outcomes, head: this.#tail.position };
    } catch (error) {
      this.#forget(before);
      return { ok: false, failure: toFailure(error) };
    }
  }

  /** Bounds the database's size; appends beyond it fail as they do on a full disk. The log comes on top. */
  limitBytes(bytes: number): void {
    const pageSize = Number(Object.values(this.#db.prepare('PRAGMA page_size').get() ?? {})[0]);
    this.#db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(bytes / pageSize))}`);
  }

  close(): void {
    this.#mark.close();
    this.#db.close();
  }

  #append(request: AppendRequest, recordedAt: string): AppendOutcome {
    const { stream, expected, events } = request;
    const known = this.#revisions.get(stream);
    // A stream missing in the cache is most likely new; a conflict at its first position shows that it is not.
    if (expected === -1 && known === undefined) {
      const begun = this.#insertAll(request, recordedAt, this.#insertFirst);
      if (begun) return begun;
    }
    const actual = known ?? this.#readRevision(stream);
    if (expected === actual) return this.#insertAll(request, recordedAt, this.#insert) as AppendOutcome;
    return this.#findRepeated(stream, expected, events) ?? { kind: 'conflict', actual };
  }

  /** Nothing where `insertFirst` finds the first event's place taken. */
  #insertAll(
    request: AppendRequest,
    recordedAt: string,
    insertFirst: StatementSync,
  ): AppendOutcome | undefined {
    const { stream, expected, events } = request;
    let { position, checksum } = this.#tail;
    let revision = expected;
    for (const { id, type, metadata, data } of events) {
      const previous = checksum;
      position += 1;
      revision += 1;
      checksum = checksumOf({ position, stream, type, revision, id, recordedAt, previous, metadata, data });
      const insert = revision === expected + 1 ? insertFirst : this.#insert;
      const { changes } = insert.run(
        position,
        stream,
        type,
        revision,
        id,
        recordedAt,
        previous,
        checksum,
        metadata,
        data,
      );
      if (changes === 0) return undefined;
    }
    this.#tail = { position, checksum, recordedAt };
    this.#revisions.set(stream, revision);
    return { kind: 'appended', revision, position };
  }

  #findRepeated(
    stream: string,
    expected: number,
    events: readonly EncodedEvent[],
  ): AppendOutcome | undefined {
    const found = this.#idsFrom.all(stream, expected, events.length);
    const same =
      found.length === events.length && events.every(({ id }, index) => found[index]?.['id'] === id);
    if (!same) return undefined;
    return {
      kind: 'repeated',
      revision: expected + events.length,
      position: Number(found.at(-1)?.['position']),
    };
  }

  #readRevision(stream: string): number {
    return Number(this.#lastRevision.get(stream)?.['revision'] ?? -1);
  }

  /** After a failed commit only the database knows what is there. */
  #forget(before: Tail): void {
    this.#revisions.clear();
    this.#tail = before;
    try {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#tail = this.#loadTail();
    } catch {
      // The next commit meets the same trouble and reports it.
    }
  }

  #loadTail(): Tail {
    const row = this.#db
      .prepare('SELECT position, checksum, recorded_at FROM events ORDER BY position DESC LIMIT 1')
      .get();
    if (row === undefined) return { position: 0, checksum: 0, recordedAt: '' };
    return {
      position: Number(row['position']),
      checksum: Number(row['checksum']),
      recordedAt: String(row['recorded_at']),
    };
  }
}
