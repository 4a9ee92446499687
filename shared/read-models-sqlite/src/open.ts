import type { CollectionDefinition, ReadModels } from '@berth/read-models';
import { CollectionRegistry } from '@berth/read-models/collection-fields';
import { Connection } from './connection.js';
import { openFile } from './database-file.js';
import { SqliteCollection } from './sqlite-collection.js';

export interface SqliteReadModelsOptions {
  /** File to use; made with its folder where it is missing. One process at a time. */
  readonly path: string;
  /**
   * Called with the reason, before an empty file replaces an unusable one; to keep it, throw. Default: a process
   * warning.
   */
  readonly onUnusable?: (reason: string) => void;
}

/** Read models in one SQLite file. Calls run on the caller's thread and take microseconds; batches are one transaction. */
export async function openSqliteReadModels(options: SqliteReadModelsOptions): Promise<ReadModels> {
  const { path, onUnusable = (reason: string) => process.emitWarning(`${reason}; it is rebuilt`) } = options;
  const connection = new Connection(path, openFile(path, onUnusable));
  const registry = new CollectionRegistry(
    (definition: CollectionDefinition) => new SqliteCollection(connection, definition),
  );
  const load = connection.prepare('SELECT position FROM checkpoints WHERE name = ?');
  const save = connection.prepare(
    'INSERT INTO checkpoints VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET position = excluded.position',
  );
  const remove = connection.prepare('DELETE FROM checkpoints WHERE name = ?');
  return {
    collection: (definition) => registry.open(definition),
    async loadCheckpoint(name) {
      const row = connection.run(() => load.get(name));
      return row && String(row['position']);
    },
    async saveCheckpoint(name, position) {
      connection.run(() => save.run(name, position));
    },
    async deleteCheckpoint(name) {
      connection.run(() => remove.run(name));
    },
    async close() {
      connection.close();
    },
  };
}
