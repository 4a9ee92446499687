import type { StatementSync } from 'node:sqlite';
import type { JsonObject } from '@berth/kernel/json';
import type { Position } from '@berth/event-store';
import type {
  Collection,
  CollectionDefinition,
  DocumentWrite,
  Page,
  Query,
  StoredDocument,
} from '@berth/read-models';
import { planBounds, planQuery } from '@berth/read-models/query-plan';
import type { Connection } from './connection.js';
import { countSql, pageSql } from './query-sql.js';
import { prepareTable } from './table-migration.js';
import type { Table } from './table.js';
import { TableWriter, type TableRow } from './table-writer.js';

interface Row {
  readonly id: string;
  readonly position: Position;
  readonly document: string;
}

export class SqliteCollection implements Collection<JsonObject> {
  readonly #table: Table;
  readonly #get: StatementSync;
  readonly #position: StatementSync;
  readonly #writer: TableWriter;

  constructor(
    private readonly connection: Connection,
    private readonly definition: CollectionDefinition,
  ) {
    this.#table = connection.run((database) => prepareTable(database, definition));
    const { name } = this.#table;
    this.#get = connection.prepare(`SELECT id, position, document FROM ${name} WHERE id = ? AND live = 1`);
    this.#position = connection.prepare(`SELECT position FROM ${name} WHERE id = ?`);
    this.#writer = new TableWriter(this.#table, (sql) => connection.prepare(sql));
  }

  async get(id: string): Promise<StoredDocument<JsonObject> | undefined> {
    const row = this.connection.run(() => this.#get.get(id)) as Row | undefined;
    return row && toDocument(row);
  }

  async getMany(ids: readonly string[]): Promise<readonly StoredDocument<JsonObject>[]> {
    return this.connection.run(() =>
      [...new Set(ids)].flatMap((id) => {
        const row = this.#get.get(id) as Row | undefined;
        return row ? [toDocument(row)] : [];
      }),
    );
  }

  async query(query: Query): Promise<Page<JsonObject>> {
    const plan = planQuery(this.definition, query);
    const sql = pageSql(this.#table.name, plan, this.#table.columnOf);
    const rows = this.connection.run(() =>
      this.connection.prepare(sql.text).all(...sql.values),
    ) as unknown as Row[];
    const items = rows.slice(0, plan.limit).map((row) => {
      const found = toDocument(row);
      return { ...found, cursor: plan.cursorOf(found.id, found.document) };
    });
    return { items: plan.backwards ? items.reverse() : items, hasMore: rows.length > plan.limit };
  }

  async count(where?: Query['where'], max?: number): Promise<number> {
    const sql = countSql(this.#table.name, planBounds(this.definition, where), this.#table.columnOf, max);
    return Number(this.connection.run(() => this.connection.prepare(sql.text).get(...sql.values))?.['count']);
  }

  async positions(ids: readonly string[]): Promise<ReadonlyMap<string, Position>> {
    const found = new Map<string, Position>();
    this.connection.run(() => {
      for (const id of ids) {
        const row = this.#position.get(id);
        if (row) found.set(id, String(row['position']));
      }
    });
    return found;
  }

  async write(writes: readonly DocumentWrite<JsonObject>[]): Promise<void> {
    const rows = writes.map(({ id, document, position }): TableRow => ({
      id,
      position,
      live: document ? 1 : 0,
      document: document ? JSON.stringify(document) : '',
      columns: this.#table.columnsOf(id, document),
    }));
    this.connection.transaction(() => rows.forEach((row) => this.#writer.write(row)));
  }

  async clear(): Promise<void> {
    this.connection.transaction((database) => database.exec(`DELETE FROM ${this.#table.name}`));
  }
}

const toDocument = ({ id, position, document }: Row): StoredDocument<JsonObject> => ({
  id,
  position,
  document: JSON.parse(document) as JsonObject,
});
