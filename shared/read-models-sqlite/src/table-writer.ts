import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { Position } from '@berth/event-store';
import type { ColumnValue, Table } from './table.js';

export interface TableRow {
  readonly id: string;
  readonly position: Position;
  /** 0 for a tombstone. */
  readonly live: 0 | 1;
  readonly document: string;
  readonly columns: readonly ColumnValue[];
}

/**
 * Writes rows that are newer than what is stored. It reads before it writes, and names only the columns that change:
 * SQLite updates every index of a named column, changed or not, and most changes affect few of them.
 */
export class TableWriter {
  readonly #stored: StatementSync;
  readonly #insert: StatementSync;

  constructor(
    private readonly table: Table,
    private readonly prepare: (sql: string) => StatementSync,
  ) {
    const { name, columns } = table;
    this.#stored = prepare(
      `SELECT ${['rowid', 'position', 'live', ...columns].join()} FROM ${name} WHERE id = ?`,
    );
    const all = ['id', 'position', 'live', 'document', ...columns];
    this.#insert = prepare(`INSERT INTO ${name} (${all.join()}) VALUES (${all.map(() => '?').join()})`);
  }

  /** Within a transaction: what was read must not change before it is written. */
  write({ id, position, live, document, columns }: TableRow): void {
    const stored = this.#stored.get(id);
    if (!stored) {
      this.#insert.run(id, position, live, document, ...columns);
      return;
    }
    if (String(stored['position']) >= position) return;
    const changes: [string, SQLInputValue][] = [
      ['position', position],
      ['document', document],
    ];
    if (stored['live'] !== live) changes.push(['live', live]);
    for (const [index, column] of this.table.columns.entries()) {
      const value = columns[index] ?? null;
      if (!isSame(stored[column], value)) changes.push([column, value]);
    }
    const assignments = changes.map(([column]) => `${column} = ?`).join();
    const update = this.prepare(`UPDATE ${this.table.name} SET ${assignments} WHERE rowid = ?`);
    update.run(...changes.map(([, value]) => value), stored['rowid'] ?? null);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (a instanceof Uint8Array && b instanceof Uint8Array && a[0] === b[0]);
}
