import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError';
  constructor(
    readonly path: string,
    /** Process that has the store open; undefined where it is not known. */
    readonly pid: number | undefined,
  ) {
    super(`${path} is held by ${pid === undefined ? 'another process' : `process ${pid}`}`);
  }
}

/**
 * One process per store, for as long as that process lives: SQLite's write lock on an empty database next to the
 * store is an operating system's lock, and is released with its process however that ends. Node has no call of its
 * own for one. The lock file must never be opened by other means: closing it would drop the lock (POSIX).
 */
export class StoreLock {
  readonly #db: DatabaseSync;

  constructor(private readonly path: string) {
    this.#db = new DatabaseSync(`${path}.lock`, { timeout: 0 });
    try {
      this.#db.exec('PRAGMA journal_mode = MEMORY');
      this.#db.exec('BEGIN IMMEDIATE');
    } catch {
      this.#db.close();
      throw new StoreLockedError(path, readPid(path));
    }
    writeFileSync(`${path}.pid`, `${process.pid}\n`);
  }

  release(): void {
    rmSync(`${this.path}.pid`, { force: true });
    this.#db.close();
  }
}

function readPid(path: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(`${path}.pid`, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}
