import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LruCache } from '@berth/kernel/lru-cache';

/** Queries of different shapes that are kept prepared. */
const MAX_PREPARED = 512;

export class Statements {
  readonly #prepared = new LruCache<StatementSync>(MAX_PREPARED);

  constructor(private readonly database: DatabaseSync) {}

  prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}
