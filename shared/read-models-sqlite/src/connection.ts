import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LruCache } from '@berth/kernel/lru-cache';
import { markDamaged } from './database-file.js';
import { isDamage, isUnavailable, ReadModelsDamagedError, unavailable } from './failures.js';

/** Queries of different shapes that are kept prepared. */
const MAX_PREPARED = 512;

class Statements {
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

/** The one connection to a file. Whatever SQLite throws leaves it under a name that callers can act upon. */
export class Connection {
  readonly #statements: Statements;

  constructor(
    private readonly path: string,
    private readonly database: DatabaseSync,
  ) {
    this.#statements = new Statements(database);
  }

  prepare(sql: string): StatementSync {
    return this.#statements.prepare(sql);
  }

  run<T>(work: (database: DatabaseSync) => T): T {
    try {
      return work(this.database);
    } catch (error) {
      throw this.#translate(error);
    }
  }

  transaction(work: (database: DatabaseSync) => void): void {
    this.run((database) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        work(database);
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  #translate(error: unknown): unknown {
    if (isDamage(error)) {
      markDamaged(this.path);
      return new ReadModelsDamagedError(`${this.path} is damaged; restart the service`, {
        cause: error,
      });
    }
    return isUnavailable(error) ? unavailable(this.path, error) : error;
  }
}
