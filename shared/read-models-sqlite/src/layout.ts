import type { DatabaseSync } from 'node:sqlite';

/** Marks a file as ours ("BRM\0"). */
const APPLICATION_ID = 0x42524d00;
/** Layout of the tables. Another one is started afresh: the documents are made from events again. */
const FORMAT = 1;

export type Layout = 'ours' | 'empty' | 'otherFormat' | 'foreign';

export function layoutOf(database: DatabaseSync): Layout {
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const tables = Number(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count']);
  if (pragma('application_id') !== APPLICATION_ID) return tables === 0 ? 'empty' : 'foreign';
  return pragma('user_version') === FORMAT ? 'ours' : 'otherFormat';
}

/** NORMAL: a power cut may take the last writes, always a tail of them, so a checkpoint never outlives its documents. */
export function applySettings(database: DatabaseSync): void {
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -16384;
    PRAGMA temp_store = MEMORY;
  `);
}

export function createLayout(database: DatabaseSync): void {
  applySettings(database);
  database.exec(`
    BEGIN;
    CREATE TABLE checkpoints (name TEXT PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE collections (name TEXT PRIMARY KEY, indexes TEXT NOT NULL) WITHOUT ROWID;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${FORMAT};
    COMMIT;
  `);
}
