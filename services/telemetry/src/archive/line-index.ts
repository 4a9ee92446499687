import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { LogLevel } from '@berth/contracts/log-levels';
import type { KeptLines } from '@berth/contracts/telemetry/operations';
import { numberLines } from './line-numbers.js';
import { levelBit } from './chunk-text.js';
import type { OutputStream } from './log-archive.js';

export interface LogFilter {
  readonly run?: number | undefined;
  readonly stream?: OutputStream | undefined;
  readonly level?: LogLevel | undefined;
}

export interface ArchivedJob {
  readonly no: number;
  /** Chunks that have arrived, and lines in them: also those that are deleted. */
  readonly arrivals: number;
  readonly lines: number;
  readonly droppedBy: 'age' | 'size' | undefined;
}

/** A chunk without its text. */
export interface ChunkPlace {
  readonly arrival: number;
  /** Number of its first line. */
  readonly line: number;
}

export type Direction = 'forward' | 'backward';

/** Places that are looked up at once. */
const PLACES_AT_ONCE = 64;

/**
 * Finds chunks of a job by arrival, line number or time without their text: what it costs does not grow with the log. Line
 * numbers, and the latest time up to a chunk, grow with the arrivals, so that one index and a binary search find both.
 */
export class LineIndex {
  readonly #statements = new Map<string, StatementSync>();
  /** Rows that were looked up, for tests of what it costs. */
  lookedUp = 0;

  constructor(readonly database: DatabaseSync) {}

  job(jobId: string): ArchivedJob | undefined {
    const row = this.prepare('SELECT no, arrivals, lines, dropped_by FROM job WHERE id = ?').get(jobId);
    if (!row) return undefined;
    const no = Number(row['no']);
    return {
      no,
      arrivals: Number(row['arrivals']),
      lines: row['lines'] === null ? numberLines(this.database, no) : Number(row['lines']),
      droppedBy: (row['dropped_by'] as 'age' | 'size' | null) ?? undefined,
    };
  }

  kept({ no, lines, droppedBy }: ArchivedJob): KeptLines {
    const [first] = this.#places(no, 0, 'forward', {}, 1);
    const dropped = (first?.line ?? lines + 1) - 1;
    return {
      lineCount: lines - dropped,
      ...(first ? { firstNumber: first.line, lastNumber: lines } : {}),
      dropped,
      ...(droppedBy === undefined ? {} : { droppedBy }),
    };
  }

  /** Chunks that may have lines of the filter, from an arrival on, or from it back. */
  *places(job: number, from: number, direction: Direction, filter: LogFilter): Generator<ChunkPlace> {
    let next = from;
    for (let size = 4; ; size = PLACES_AT_ONCE) {
      const found = this.#places(job, next, direction, filter, size);
      yield* found;
      const last = found.at(-1);
      if (!last || found.length < size) return;
      next = direction === 'forward' ? last.arrival + 1 : last.arrival - 1;
    }
  }

  /** The last kept chunk that begins at or before a line. */
  atLine(job: ArchivedJob, number: number): ChunkPlace | undefined {
    const after = this.#firstWhere(job, 'line', ({ line }) => line > number);
    return this.#places(job.no, after - 1, 'backward', {}, 1)[0];
  }

  /** Arrival of the first kept chunk whose lines are of that time or later. */
  atTime(job: ArchivedJob, at: string): number {
    return this.#firstWhere(job, 'latest_at', ({ latestAt }) => latestAt >= at);
  }

  prepare(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) this.#statements.set(text, (statement = this.database.prepare(text)));
    return statement;
  }

  /** By binary search: the smallest arrival whose chunk, or else whose next one, is as asked; all after it are too. */
  #firstWhere(
    { no, arrivals }: ArchivedJob,
    column: 'line' | 'latest_at',
    matches: (of: { readonly line: number; readonly latestAt: string }) => boolean,
  ): number {
    const next = this.prepare(
      `SELECT ${column} AS value FROM chunk INDEXED BY chunk_place WHERE job = ? AND arrival >= ? ORDER BY arrival LIMIT 1`,
    );
    let [low, high] = [0, arrivals];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const value = next.get(no, middle)?.['value'];
      this.lookedUp += 1;
      if (value === undefined || matches({ line: Number(value), latestAt: String(value) })) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #places(
    job: number,
    from: number,
    direction: Direction,
    { run, stream, level }: LogFilter,
    limit: number,
  ): readonly ChunkPlace[] {
    const [comparison, order] = direction === 'forward' ? ['>=', 'ASC'] : ['<=', 'DESC'];
    const conditions = ['job = ?', `arrival ${comparison} ?`];
    const values: SQLInputValue[] = [job, from];
    const add = (condition: string, value: SQLInputValue) => {
      conditions.push(condition);
      values.push(value);
    };
    if (run !== undefined) add('run = ?', run);
    if (stream !== undefined) add('stream = ?', stream);
    if (level !== undefined) add('levels & ? != 0', levelBit(level));
    const text = `SELECT arrival, line FROM chunk INDEXED BY chunk_place WHERE ${conditions.join(' AND ')}
      ORDER BY arrival ${order} LIMIT ?`;
    const rows = this.prepare(text).all(...values, limit);
    this.lookedUp += rows.length;
    return rows as unknown as readonly ChunkPlace[];
  }
}
