import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { NewEvent } from '@berth/event-store';
import { canonicalJson } from '@berth/kernel/json';

/** An event's bytes as they are stored, made beforehand: the floor does not pay for making them. */
export interface RawEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly metadata: string;
  readonly data: string;
}

export const toRaw = (stream: string, events: readonly NewEvent[], first = 0): RawEvent[] =>
  events.map(({ id, type, metadata, data }, index) => ({
    stream,
    revision: first + index,
    id,
    type,
    metadata: canonicalJson(metadata),
    data: canonicalJson(data),
  }));

/**
 * The floor of the event store: SQLite used directly. The same bytes, the same unique index, WAL and synchronous=FULL,
 * so a commit is on disk; no checks, checksums, expected revisions, subscribers or encoding.
 */
export class RawSqlite {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;

  constructor(path: string) {
    this.#db = new DatabaseSync(path);
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000');
    this.#db.exec('PRAGMA wal_autocheckpoint = 4000');
    this.#db.exec(
      `CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL,
         type TEXT NOT NULL, id TEXT NOT NULL, recorded_at TEXT NOT NULL, metadata TEXT NOT NULL, data TEXT NOT NULL,
         UNIQUE (stream, revision)) STRICT`,
    );
    this.#insert = this.#db.prepare(
      `INSERT INTO events (stream, revision, type, id, recorded_at, metadata, data) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** One transaction; on disk when it returns. */
  commit(events: readonly RawEvent[]): void {
    const recordedAt = new Date().toISOString();
    this.#db.exec('BEGIN IMMEDIATE');
    for (const { stream, revision, type, id, metadata, data } of events)
      this.#insert.run(stream, revision, type, id, recordedAt, metadata, data);
    this.#db.exec('COMMIT');
  }

  close(): void {
    this.#db.close();
  }
}

const PAGE = 512;

/** Reads all events of a store's file in order, pages at a time, and parses them; gives how many there were. */
export function readAndParse(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  const page = db.prepare(
    `SELECT position, stream, type, revision, id, recorded_at, metadata, data FROM events
     WHERE position > ? ORDER BY position LIMIT ${PAGE}`,
  );
  page.setReturnArrays(true);
  let position = 0;
  let count = 0;
  for (;;) {
    const rows = page.all(position) as unknown as [
      number,
      string,
      string,
      number,
      string,
      string,
      string,
      string,
    ][];
    const events = rows.map((row) => ({
      position: row[0],
      stream: row[1],
      type: row[2],
      revision: row[3],
      id: row[4],
      recordedAt: row[5],
      metadata: JSON.parse(row[6]) as unknown,
      data: JSON.parse(row[7]) as unknown,
    }));
    count += events.length;
    const last = events.at(-1);
    if (!last) break;
    position = last.position;
  }
  db.close();
  return count;
}
