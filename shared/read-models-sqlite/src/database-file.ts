import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isBusy, isDamage, unavailable } from './failures.js';

/** Marks the file as ours ("BRM\0"); any other database at the path is left alone. */
const APPLICATION_ID = 0x42524d00;
/** Layout of the tables. Another one is started afresh: the documents are made from events again. */
const FORMAT = 1;
/** How long to wait for an earlier process to let go of the file, in milliseconds. */
const BUSY_TIMEOUT_MS = 2_000;

type Found = 'usable' | 'empty' | 'otherFormat' | 'foreign';

/** Left beside a file found damaged while in use. */
const damageMark = (path: string) => `${path}.damaged`;

export function markDamaged(path: string): void {
  writeFileSync(damageMark(path), '');
}

/** Opens the file, or starts a new one where it can't be used, and says why. */
export function openFile(path: string, onFreshStart: (reason: string) => void): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(damageMark(path))) {
    onFreshStart(`read models ${path} were found damaged; they start afresh`);
    setAside(path);
  }
  const opened = tryOpen(path);
  if (opened.found === 'usable') return opened.database;
  if (opened.found === 'empty') return initialise(opened.database);
  opened.database?.close();
  if (opened.found === 'foreign') throw new Error(`${path} is a database of something else, not read models`);
  onFreshStart(
    opened.found === 'damaged'
      ? `read models ${path} can't be read; they start afresh, and the old file is kept as ${path}.unreadable`
      : `read models ${path} have another format; they start afresh`,
  );
  if (opened.found === 'damaged') setAside(path);
  else remove(path);
  return initialise(connect(path));
}

function tryOpen(
  path: string,
): { found: Found; database: DatabaseSync } | { found: 'damaged'; database?: never } {
  let database: DatabaseSync | undefined;
  try {
    database = connect(path);
    return { found: lookAt(database), database };
  } catch (error) {
    if (database?.isOpen) database.close();
    if (isBusy(error)) throw unavailable(path, new Error('another process holds the file'));
    if (!isDamage(error)) throw unavailable(path, error);
    return { found: 'damaged' };
  }
}

/** One process a file: holding it saves locking for every read, and a second process is told at once. */
function connect(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  return database;
}

function lookAt(database: DatabaseSync): Found {
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const tables = Number(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count']);
  if (pragma('application_id') !== APPLICATION_ID) return tables === 0 ? 'empty' : 'foreign';
  if (pragma('user_version') !== FORMAT) return 'otherFormat';
  settings(database);
  return 'usable';
}

export function initialise(database: DatabaseSync): DatabaseSync {
  settings(database);
  database.exec(`
    BEGIN;
    CREATE TABLE checkpoints (name TEXT PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE collections (name TEXT PRIMARY KEY, indexes TEXT NOT NULL) WITHOUT ROWID;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${FORMAT};
    COMMIT;
  `);
  return database;
}

/** NORMAL: a power cut may take the last writes, always a tail of them, so a checkpoint never outlives its documents. */
function settings(database: DatabaseSync): void {
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -16384;
    PRAGMA temp_store = MEMORY;
  `);
}

function setAside(path: string): void {
  if (existsSync(path)) renameSync(path, `${path}.unreadable`);
  remove(path);
}

function remove(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
  rmSync(damageMark(path), { force: true });
}
