import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isDiskFull, StoreUnavailableError } from '@berth/event-store';
import type { KeyStore } from './sealing.js';

const BUSY_MS = 5_000;
const TABLES = `
  PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;
  CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS erased (id TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS check_value (one INTEGER PRIMARY KEY CHECK (one = 1), wrapped BLOB NOT NULL) STRICT;`;

/** Wrapped keys in a file of their own. `secure_delete` overwrites an erased key on disk. */
export function openSqliteKeyStore(path: string): KeyStore {
  const database = open(path);
  const select = database.prepare('SELECT wrapped FROM keys WHERE id = ?');
  const selectAll = database.prepare('SELECT id AS keyId, wrapped FROM keys');
  const insert = database.prepare(
    'INSERT INTO keys (id, wrapped) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM erased WHERE id = ?1) ON CONFLICT DO NOTHING',
  );
  const remove = database.prepare('DELETE FROM keys WHERE id = ?');
  const remember = database.prepare('INSERT INTO erased (id) VALUES (?) ON CONFLICT DO NOTHING');
  const remembered = database.prepare('SELECT 1 FROM erased WHERE id = ?');
  const selectCheck = database.prepare('SELECT wrapped FROM check_value');
  const replaceCheck = database.prepare('INSERT OR REPLACE INTO check_value (one, wrapped) VALUES (1, ?)');
  const wrappedIn = (row: unknown) => (row as { wrapped: Uint8Array } | undefined)?.wrapped;
  return {
    get: async (keyId) => wrappedIn(select.get(keyId)),
    putIfAbsent: async (keyId, wrapped) => {
      written(path, () => insert.run(keyId, wrapped));
      return wrappedIn(select.get(keyId)) ?? 'erased';
    },
    erase: async (keyId) =>
      written(path, () => {
        database.exec('BEGIN IMMEDIATE');
        try {
          remember.run(keyId);
          remove.run(keyId);
          database.exec('COMMIT');
        } catch (error) {
          if (database.isTransaction) database.exec('ROLLBACK');
          throw error;
        }
      }),
    isErased: async (keyId) => remembered.get(keyId) !== undefined,
    all: () => selectAll.iterate() as unknown as Iterable<{ keyId: string; wrapped: Uint8Array }>,
    checkValue: async () => wrappedIn(selectCheck.get()),
    putCheckValue: async (wrapped) => void written(path, () => replaceCheck.run(wrapped)),
    close: async () => database.close(),
  };
}

/** @throws StoreUnavailableError where there is no room */
function written<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    throw new StoreUnavailableError(`${path} cannot be written: the disk is full`, {
      diskFull: true,
      cause: error,
    });
  }
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    database.exec(TABLES);
    chmodSync(path, 0o600);
    return database;
  } catch (error) {
    database.close();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${path}: the keys cannot be read (${why}); restore the file from a backup`, {
      cause: error,
    });
  }
}
