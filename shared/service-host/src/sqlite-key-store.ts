import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { KeyStore } from './vault.js';

/** Wrapped keys in a file of their own. `secure_delete` overwrites an erased key on disk. */
export function openSqliteKeyStore(path: string): KeyStore {
  const database = new DatabaseSync(path);
  chmodSync(path, 0o600);
  database.exec('PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;');
  database.exec('CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT');
  const select = database.prepare('SELECT wrapped FROM keys WHERE id = ?');
  const insert = database.prepare('INSERT INTO keys (id, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const remove = database.prepare('DELETE FROM keys WHERE id = ?');
  const get = (keyId: string) => (select.get(keyId) as { wrapped: Uint8Array } | undefined)?.wrapped;
  return {
    get: async (keyId) => get(keyId),
    putIfAbsent: async (keyId, wrapped) => {
      insert.run(keyId, wrapped);
      return get(keyId) ?? wrapped;
    },
    erase: async (keyId) => void remove.run(keyId),
    close: async () => database.close(),
  };
}
