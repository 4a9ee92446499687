import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * `job.arrivals` numbers a job's chunks in the order in which they were archived. `tail.seq` is the last one of (run,
 * stream) that is archived, `bytes` how much of the stream that is (null: not known, for one of an older agent),
 * `arrival` the last of its chunks that has text, `ended` whether nothing follows. Tails and jobs stay when chunks are
 * pruned: they are what tells a repeated chunk from a new one.
 *
 * `chunk.line` is the number of its first line in the job, `job.lines` the number of the last (null: not numbered yet, for one
 * from before lines had numbers); `latest_at` the latest time of a chunk and of those that arrived before it. Both grow with
 * `arrival`. `job.dropped_by` says what its last deleted chunks were, too old or too many.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS job (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, arrivals INTEGER NOT NULL DEFAULT 0, progress TEXT,
    lines INTEGER, latest_at TEXT, dropped_by TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS tail (
    job INTEGER NOT NULL, run INTEGER NOT NULL, stream TEXT NOT NULL,
    seq INTEGER NOT NULL, ended INTEGER NOT NULL, archived_at INTEGER NOT NULL, bytes INTEGER, arrival INTEGER,
    PRIMARY KEY (job, run, stream)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS chunk (
    no INTEGER PRIMARY KEY, job INTEGER NOT NULL, arrival INTEGER NOT NULL, run INTEGER NOT NULL, stream TEXT NOT NULL,
    at TEXT NOT NULL, archived_at INTEGER NOT NULL, levels INTEGER NOT NULL, text BLOB NOT NULL,
    line INTEGER, latest_at TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS metric (
    job INTEGER NOT NULL, arrival INTEGER NOT NULL, line INTEGER NOT NULL, run INTEGER NOT NULL,
    at TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (job, arrival, line)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS stream_position (
    stream TEXT PRIMARY KEY, created TEXT NOT NULL, seq INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

const FILE = 'logs.db';

const ADDED_COLUMNS = [
  ['tail', 'bytes INTEGER'],
  ['tail', 'arrival INTEGER'],
  ['job', 'lines INTEGER'],
  ['job', 'latest_at TEXT'],
  ['job', 'dropped_by TEXT'],
  ['chunk', 'line INTEGER'],
  ['chunk', 'latest_at TEXT'],
] as const;

/** Has all that chunks are looked for by, so that looking reads no text. */
const INDEX = `
  DROP INDEX IF EXISTS chunk_of_job;
  CREATE INDEX IF NOT EXISTS chunk_place ON chunk (job, arrival, run, stream, levels, line, latest_at);
`;

/** What is committed is on disk: only then is a chunk confirmed to its agent, which drops it. */
export function openArchiveDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, FILE), { timeout: 5000 });
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;');
  database.exec(SCHEMA);
  for (const [table, column] of ADDED_COLUMNS) addColumn(database, table, column);
  database.exec(INDEX);
  return database;
}

/** A second connection, which sees what is committed. */
export const openArchiveForReading = (folder: string): DatabaseSync =>
  new DatabaseSync(join(folder, FILE), { readOnly: true, timeout: 5000 });

/** An archive from before it was there. */
function addColumn(database: DatabaseSync, table: string, column: string): void {
  const [name] = column.split(' ');
  const there = database.prepare(`PRAGMA table_info(${table})`).all();
  if (!there.some((each) => each['name'] === name))
    database.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`);
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
