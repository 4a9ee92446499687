import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { StoreCorruptError } from '@berth/event-store';

/** "Brth": distinguishes an event store from other SQLite files. */
const APPLICATION_ID = 0x42727468;
/** 1 was before the first release: its events have other names. `scripts/launcher/data-format.mjs` knows this, too. */
const FORMAT = 2;

/** Columns that filters look at come first, so that a scan need not decode the rest of a row. */
const TABLES = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    type TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    previous INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    metadata TEXT NOT NULL,
    data TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE TABLE store (id TEXT NOT NULL) STRICT;`;

const pragma = (db: DatabaseSync, name: string): unknown =>
  Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];

/** WAL with synchronous=FULL: a commit returns once the log is on disk. */
export function prepareForWriting(db: DatabaseSync): void {
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA cache_size = -16000');
  db.exec('PRAGMA wal_autocheckpoint = 4000');
  db.exec('PRAGMA journal_size_limit = 67108864');
}

/** Creates the tables in an empty file; refuses a file of another kind. */
export function ensureSchema(db: DatabaseSync, path: string): void {
  const application = pragma(db, 'application_id');
  if (application === 0 && db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0) {
    db.exec('BEGIN IMMEDIATE');
    db.exec(TABLES);
    db.prepare('INSERT INTO store VALUES (?)').run(randomUUID());
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    db.exec(`PRAGMA user_version = ${FORMAT}`);
    db.exec('COMMIT');
    return;
  }
  if (application !== APPLICATION_ID) throw new StoreCorruptError(`${path} is not an event store`);
  const format = pragma(db, 'user_version');
  if (format !== FORMAT) {
    throw new StoreCorruptError(
      `${path} has format ${String(format)}, and this version of Berth reads format ${FORMAT}; it was left unchanged`,
    );
  }
}

export function readStoreId(db: DatabaseSync): string {
  const id = db.prepare('SELECT id FROM store').get()?.['id'];
  if (typeof id !== 'string') throw new StoreCorruptError('the store has no id');
  return id;
}
