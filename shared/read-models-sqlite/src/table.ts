import type { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '@berth/kernel/json';
import type { CollectionDefinition, Scalar } from '@berth/read-models';
import { declaredFields, fieldReader } from '@berth/read-models/collection-fields';

export type ColumnValue = string | number | Uint8Array;

const FALSE = Uint8Array.of(0);
const TRUE = Uint8Array.of(1);

/**
 * SQLite orders numbers, then text, then blobs. With null below every number and booleans as blobs, one plain
 * comparison (also of row values) gives the port's order, and no column is ever NULL.
 */
export function toColumn(value: Scalar): ColumnValue {
  if (value === null) return -Infinity;
  if (typeof value === 'boolean') return value ? TRUE : FALSE;
  return value;
}

/** SQL literals between which all values of a type lie, the upper one outside. */
export const TYPE_RANGES = {
  number: { above: '> -9e999', below: "< ''" },
  string: { above: ">= ''", below: "< x''" },
  boolean: { above: ">= x''", below: "<= x'01'" },
} as const;

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

/** A collection's table: id, position, JSON text (empty for a tombstone), and a column for each indexed field. */
export interface Table {
  readonly name: string;
  /** Of the indexed fields, in order of declaration. */
  readonly columns: readonly string[];
  columnOf(field: string): string;
  /** Their values. Throws `DocumentError`. */
  columnsOf(id: string, document: JsonObject | null): readonly ColumnValue[];
}

export function describeTable(definition: CollectionDefinition, name = `c_${definition.name}`): Table {
  const fields = declaredFields(definition);
  const columns = new Map(fields.map((field, index) => [field, `f${index}`]));
  const readers = fields.map((field) => fieldReader(definition, field));
  return {
    name,
    columns: [...columns.values()],
    columnOf(field) {
      const column = columns.get(field);
      if (column === undefined) throw new TypeError(`${definition.name} has no column for ${field}`);
      return column;
    },
    columnsOf: (id, document) =>
      readers.map((read) => toColumn(document ? read(id, document) : (null satisfies Scalar))),
  };
}
