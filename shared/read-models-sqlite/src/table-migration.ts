import type { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '@berth/kernel/json';
import type { CollectionDefinition } from '@berth/read-models';
import { declaredFields } from '@berth/read-models/collection-fields';
import { TableWriter, type TableRow } from './table-writer.js';
import { describeTable, type Table } from './table.js';

/** Makes the table, or makes it anew from its documents when the definition has other indexes than before. */
export function prepareTable(database: DatabaseSync, definition: CollectionDefinition): Table {
  const table = describeTable(definition);
  const wanted = JSON.stringify(definition.indexes.map(({ fields }) => fields));
  const row = database.prepare('SELECT indexes FROM collections WHERE name = ?').get(definition.name);
  if (row?.['indexes'] === wanted) return table;
  const noted =
    'INSERT INTO collections VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET indexes = excluded.indexes';
  database.exec('BEGIN IMMEDIATE');
  try {
    if (row === undefined) create(database, table.name, definition);
    else rebuild(database, table, definition);
    database.prepare(noted).run(definition.name, wanted);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
  return table;
}

function create(database: DatabaseSync, name: string, definition: CollectionDefinition): void {
  const table = describeTable(definition, name);
  const columns = declaredFields(definition).map((field) => `, ${table.columnOf(field)} NOT NULL`);
  database.exec(`CREATE TABLE ${name} (
    id TEXT PRIMARY KEY, position TEXT NOT NULL, live INTEGER NOT NULL, document TEXT NOT NULL${columns.join('')})`);
  const indexes = definition.indexes.map(({ fields }) => fields.map((field) => table.columnOf(field)));
  for (const [index, indexed] of indexes.entries()) {
    const unique = [...new Set(['live', ...indexed, 'id'])];
    database.exec(`CREATE INDEX ${name}_${index + 1} ON ${name} (${unique.join()})`);
  }
  setFixedStatistics(
    database,
    name,
    indexes.map((indexed) => new Set(indexed).size),
  );
}

/**
 * Without statistics SQLite prefers to scan all documents by id over sorting the few that match. These say: a
 * million documents, each further field narrows them. Fixed, so that a query's plan never depends on what is stored.
 */
function setFixedStatistics(database: DatabaseSync, name: string, indexedFields: readonly number[]): void {
  database.exec('ANALYZE sqlite_schema');
  database.prepare('DELETE FROM sqlite_stat1 WHERE tbl = ?').run(name);
  const insert = database.prepare('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)');
  for (const [index, fields] of indexedFields.entries()) {
    const matching = Array.from({ length: fields }, (_, level) => Math.max(10, 10_000 / 10 ** level));
    insert.run(name, `${name}_${index + 1}`, [1_000_000, 1_000_000, ...matching, 1].join(' '));
  }
  database.exec('ANALYZE sqlite_schema');
}

function rebuild(database: DatabaseSync, table: Table, definition: CollectionDefinition): void {
  const old = `old_${definition.name}`;
  const indexes = database.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql > ''",
  );
  for (const index of indexes.all(table.name)) database.exec(`DROP INDEX ${String(index['name'])}`);
  database.exec(`ALTER TABLE ${table.name} RENAME TO ${old}`);
  create(database, table.name, definition);
  const writer = new TableWriter(table, (sql) => database.prepare(sql));
  for (const row of database.prepare(`SELECT id, position, live, document FROM ${old}`).iterate()) {
    const stored = row as unknown as Omit<TableRow, 'columns'>;
    const document = stored.live ? (JSON.parse(stored.document) as JsonObject) : null;
    writer.write({ ...stored, columns: table.columnsOf(stored.id, document) });
  }
  database.exec(`DROP TABLE ${old}`);
}
