import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { StoreCorruptError } from '@berth/event-store';
import { readHeadMark } from './head-mark.js';
import { checksumOf, COLUMNS, toStored, type Row, type StoredEvent } from './row.js';

/** Enough to cover what a crash can have touched, few enough to check in some 50 ms. */
const CHECKED_AT_OPEN = 10_000;

/** Follows the chain event by event; throws `StoreCorruptError` at the first that does not fit. */
export class ChainCheck {
  readonly #byPlace: StatementSync;
  #position: number;
  #checksum: number | undefined;

  /** Starts after a position; the checksum there is trusted unless it is the store's start. */
  constructor(db: DatabaseSync, after: number) {
    this.#byPlace = db.prepare(
      'SELECT position FROM events INDEXED BY sqlite_autoindex_events_1 WHERE stream = ? AND revision = ?',
    );
    this.#position = after;
    this.#checksum = after === 0 ? 0 : undefined;
  }

  /** Position of the last event that fitted. */
  get position(): number {
    return this.#position;
  }

  next(event: StoredEvent): void {
    const { position, stream, revision } = event;
    if (position !== this.#position + 1) {
      throw new StoreCorruptError(`the event at position ${this.#position + 1} is missing`);
    }
    const linked = this.#checksum === undefined || event.previous === this.#checksum;
    if (!linked || checksumOf(event) !== event.checksum) {
      throw new StoreCorruptError(`the event at position ${position} does not match its checksum`);
    }
    if (this.#byPlace.get(stream, revision)?.['position'] !== position) {
      throw new StoreCorruptError(`the event at position ${position} is missing from the index of streams`);
    }
    this.#position = position;
    this.#checksum = event.checksum;
  }
}

/** Verifies the last events, and that nothing which was acknowledged is gone. */
export function checkTail(db: DatabaseSync, path: string): void {
  const head = Number(db.prepare('SELECT max(position) AS position FROM events').get()?.['position'] ?? 0);
  const after = Math.max(0, head - CHECKED_AT_OPEN);
  const chain = new ChainCheck(db, after);
  const rows = db.prepare(`SELECT ${COLUMNS} FROM events WHERE position > ? ORDER BY position`);
  rows.setReturnArrays(true);
  for (const row of rows.iterate(after)) chain.next(toStored(row as unknown as Row));
  checkMark(db, path, head);
}

function checkMark(db: DatabaseSync, path: string, head: number): void {
  const mark = readHeadMark(`${path}.head`);
  if (mark === undefined || mark.position === 0) return;
  if (mark.position > head) {
    throw new StoreCorruptError(
      `${path} ends at position ${head}, but events up to ${mark.position} were acknowledged: the file was truncated, or ` +
        `replaced by an older copy. Restore the right file, or remove ${path}.head to continue with what is left`,
    );
  }
  const at = db.prepare('SELECT checksum FROM events WHERE position = ?').get(mark.position);
  if (at?.['checksum'] !== mark.checksum) {
    throw new StoreCorruptError(
      `${path} holds another event at position ${mark.position} than the one that was acknowledged: it is another ` +
        `store's file, or was altered. Restore the right file, or remove ${path}.head to continue with this one`,
    );
  }
}
