import { DatabaseSync, type StatementSync } from 'node:sqlite';
import {
  PAGE_SIZE,
  StoreCorruptError,
  type EventFilter,
  type ReadOptions,
  type RecordedEvent,
} from '@berth/event-store';
import { withPortErrors } from './failure.js';
import { COLUMNS, toRecorded, type Row } from './row.js';

export interface FilterSql {
  /** Begins with " AND" where there is anything to filter by. */
  readonly sql: string;
  readonly parameters: readonly string[];
  /** Takes everything. */
  readonly isOpen: boolean;
}

const OPEN: FilterSql = { sql: '', parameters: [], isOpen: true };

/** `substr` rather than LIKE or GLOB: a prefix is text, whatever characters are in it. */
function filterSql(filter: EventFilter | undefined): FilterSql {
  const prefixes = filter?.streamPrefixes ?? [];
  const types = filter?.types ?? [];
  if (prefixes.length === 0 && types.length === 0) return OPEN;
  const byPrefix = prefixes.map(() => 'substr(stream, 1, length(?)) = ?').join(' OR ');
  const byType = types.map(() => '?').join(', ');
  return {
    sql: `${byPrefix && ` AND (${byPrefix})`}${byType && ` AND type IN (${byType})`}`,
    parameters: [...prefixes.flatMap((prefix) => [prefix, prefix]), ...types],
    isOpen: false,
  };
}

/** Positions that one query looks at: bounds how long a filter that matches little can hold the event loop. */
const WINDOW = 8192;
const CACHED_STATEMENTS = 100;

export interface Page {
  readonly events: readonly RecordedEvent[];
  /** Position up to which the store has been looked at, inclusive. */
  readonly upTo: number;
}

/** Reads committed events through a connection of its own; every event is checked before it is given away. */
export class EventReader {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    this.#db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    this.#db.exec('PRAGMA cache_size = -8000');
  }

  stream(stream: string, { from, direction = 'forwards', limit }: ReadOptions): readonly RecordedEvent[] {
    const forwards = direction === 'forwards';
    const sql = forwards
      ? `SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`
      : `SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?`;
    const first = from ?? (forwards ? 0 : Number.MAX_SAFE_INTEGER);
    const events = this.#all(sql, stream, first, limit ?? -1).map(toRecorded);
    checkSequence(stream, events, forwards ? first : events[0]?.revision, forwards ? 1 : -1);
    return events;
  }

  /** The next events after a position and up to another, at most a page of them. */
  page(after: number, head: number, limit: number, filter: EventFilter | undefined): Page {
    const wanted = Math.min(limit, PAGE_SIZE);
    const end = Math.min(head, after + WINDOW);
    const { sql, parameters, isOpen } = filterSql(filter);
    const rows = this.#all(
      `SELECT ${COLUMNS} FROM events WHERE position > ? AND position <= ?${sql} ORDER BY position LIMIT ?`,
      after,
      end,
      ...parameters,
      wanted,
    );
    if (isOpen) checkUnbroken(rows, after, Math.min(end, after + wanted));
    const last = rows.at(-1)?.[0];
    return { events: rows.map(toRecorded), upTo: rows.length === wanted && last !== undefined ? last : end };
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #all(sql: string, ...parameters: readonly (string | number)[]): readonly Row[] {
    return withPortErrors(() => this.#statement(sql).all(...parameters) as unknown as readonly Row[]);
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= CACHED_STATEMENTS) this.#statements.clear();
    const statement = this.#db.prepare(sql);
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function checkSequence(
  stream: string,
  events: readonly RecordedEvent[],
  first: number | undefined,
  step: 1 | -1,
): void {
  for (const [index, event] of events.entries()) {
    if (event.stream !== stream || event.revision !== (first ?? 0) + index * step) {
      throw new StoreCorruptError(
        `stream ${stream} has a gap or a foreign event at revision ${event.revision}`,
      );
    }
  }
}

/** Positions have no gap in this store, and each event carries the checksum of the one before. */
function checkUnbroken(rows: readonly Row[], after: number, upTo: number): void {
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (row[0] !== after + 1 + index || (before !== undefined && row[6] !== before[7])) {
      throw new StoreCorruptError(`the chain of events is broken at position ${after + 1 + index}`);
    }
  }
  if (after + rows.length < upTo)
    throw new StoreCorruptError(`the event at position ${after + rows.length + 1} is missing`);
}
