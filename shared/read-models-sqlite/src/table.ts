import type { JsonObject } from '@berth/kernel/json';
import type { CollectionDefinition, Scalar } from '@berth/read-models';
import { declaredFields, fieldReader } from '@berth/read-models/collection-fields';
import { toColumn, type ColumnValue } from './column-values.js';

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
