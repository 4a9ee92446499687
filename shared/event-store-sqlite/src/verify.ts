import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PAGE_SIZE, StoreCorruptError, toPosition, type Position } from '@berth/event-store';
import { ChainCheck } from './chain-check.js';
import { withPortErrors } from './failure.js';
import { COLUMNS, toStored, type Row } from './row.js';

export interface VerifiedStore {
  readonly events: number;
  /** Position up to which all is well. */
  readonly position: Position;
}

/** Reads everything there is, a page a turn of the event loop; appends go on meanwhile. */
export async function verifyStore(path: string, head: number): Promise<VerifiedStore> {
  const db = withPortErrors(() => new DatabaseSync(path, { readOnly: true, timeout: 5000 }));
  try {
    const chain = new ChainCheck(db, 0);
    const rows = db.prepare(`SELECT ${COLUMNS} FROM events WHERE position > ? ORDER BY position LIMIT ?`);
    rows.setReturnArrays(true);
    while (chain.position < head) {
      const page = withPortErrors(() => rows.all(chain.position, PAGE_SIZE) as unknown as readonly Row[]);
      if (page.length === 0)
        throw new StoreCorruptError(`the event at position ${chain.position + 1} is missing`);
      for (const row of page) chain.next(toStored(row));
      await nextTurn();
    }
    withPortErrors(() => checkIndex(db));
    return { events: chain.position, position: toPosition(chain.position) };
  } finally {
    db.close();
  }
}

/** The chain has shown that each event is in the index; equal counts show that nothing else is. */
function checkIndex(db: DatabaseSync): void {
  const counts = db
    .prepare(
      `SELECT (SELECT max(position) FROM events) AS events,
              (SELECT count(*) FROM events INDEXED BY sqlite_autoindex_events_1) AS indexed`,
    )
    .get();
  if ((counts?.['events'] ?? 0) !== counts?.['indexed']) {
    throw new StoreCorruptError(
      `the index of streams holds ${String(counts?.['indexed'])} events, not ${String(counts?.['events'])}`,
    );
  }
}
