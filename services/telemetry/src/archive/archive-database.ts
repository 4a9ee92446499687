import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * `job.arrivals` numbers a job's chunks in the order in which they were archived. `tail.seq` is the last one of (run,
 * stream) that is archived, `bytes` how much of the stream that is (null: not known, for one of an older agent),
 * `arrival` the last of its chunks that has text, `ended` whether nothing follows. Tails and jobs stay when chunks are
 * pruned: they are what tells a repeated chunk from a new one.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS job (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, arrivals INTEGER NOT NULL DEFAULT 0, progress TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS tail (
    job INTEGER NOT NULL, run INTEGER NOT NULL, stream TEXT NOT NULL,
    seq INTEGER NOT NULL, ended INTEGER NOT NULL, archived_at INTEGER NOT NULL, bytes INTEGER, arrival INTEGER,
    PRIMARY KEY (job, run, stream)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS chunk (
    no INTEGER PRIMARY KEY, job INTEGER NOT NULL, arrival INTEGER NOT NULL, run INTEGER NOT NULL, stream TEXT NOT NULL,
    at TEXT NOT NULL, archived_at INTEGER NOT NULL, levels INTEGER NOT NULL, text BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS chunk_of_job ON chunk (job, arrival);
  CREATE TABLE IF NOT EXISTS metric (
    job INTEGER NOT NULL, arrival INTEGER NOT NULL, line INTEGER NOT NULL, run INTEGER NOT NULL,
    at TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (job, arrival, line)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS stream_position (
    stream TEXT PRIMARY KEY, created TEXT NOT NULL, seq INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** What is committed is on disk: only then is a chunk confirmed to its agent, which drops it. */
export function openArchiveDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, 'logs.db'), { timeout: 5000 });
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;');
  database.exec(SCHEMA);
  addColumns(database);
  return database;
}

/** An archive from before they were there. */
function addColumns(database: DatabaseSync): void {
  const there = new Set(
    database
      .prepare('PRAGMA table_info(tail)')
      .all()
      .map(({ name }) => name),
  );
  for (const column of ['bytes', 'arrival'])
    if (!there.has(column)) database.exec(`ALTER TABLE tail ADD COLUMN ${column} INTEGER`);
}

/** All or nothing, and on disk when it returns. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
