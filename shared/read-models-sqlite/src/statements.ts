import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Queries of different shapes that are kept prepared; the oldest goes first. */
const MAX_PREPARED = 256;

export class Statements {
  readonly #prepared = new Map<string, StatementSync>();

  constructor(private readonly database: DatabaseSync) {}

  prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const oldest = this.#prepared.keys().next();
    if (this.#prepared.size >= MAX_PREPARED && !oldest.done) this.#prepared.delete(oldest.value);
    const statement = this.database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}
