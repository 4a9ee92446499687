import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { LogLevel } from '@berth/contracts/log-levels';
import { parseLogLine } from '@berth/contracts/log-lines';
import type { LogLine, LogPage, MetricPoint } from '@berth/contracts/telemetry/operations';
import { defined } from '@berth/kernel/defined';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { linesOf } from './chunk-lines.js';
import { unpackText, levelBit } from './chunk-text.js';
import type { LogArchive, OutputStream } from './log-archive.js';

/** A place between two lines of a job: after `line` lines of the chunk that arrived as number `arrival`. */
interface LineCursor {
  readonly arrival: number;
  readonly line: number;
}

export const START_OF_LOG: LineCursor = { arrival: 0, line: 0 };

const formatCursor = ({ arrival, line }: LineCursor): string => `${arrival}.${line}`;

/** @throws RejectedError naming `after` */
function parseCursor(text: string | undefined): LineCursor {
  if (text === undefined) return START_OF_LOG;
  const match = /^(\d{1,15})\.(\d{1,9})$/.exec(text);
  if (!match)
    throw new RejectedError(
      reject('VALIDATION_FAILED', 'after: is not a valid cursor for this list', 'after'),
    );
  return { arrival: Number(match[1]), line: Number(match[2]) };
}

export interface LogFilter {
  readonly run?: number | undefined;
  readonly stream?: OutputStream | undefined;
  readonly level?: LogLevel | undefined;
}

export interface ReadRequest {
  readonly after?: string | undefined;
  /** Most lines (or points) of a page. */
  readonly limit: number;
}

export interface LinePage extends Omit<LogPage, 'end'> {
  /** There is nothing more yet. */
  readonly exhausted: boolean;
}

export interface MetricPage {
  readonly points: readonly MetricPoint[];
  readonly cursor: string;
  readonly exhausted: boolean;
}

const CHUNKS_AT_ONCE = 32;
/** A page ends where it would have more text than this, unless one line alone has. */
const MAX_PAGE_CHARACTERS = 512 * 1024;

/** Reads what is archived, in the order of its arrival. */
export class LogReader {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(archive: LogArchive) {
    this.#database = archive.database;
  }

  /** @throws RejectedError naming `after` where that is no cursor */
  lines(jobId: string, filter: LogFilter, { after, limit }: ReadRequest): LinePage {
    const start = parseCursor(after);
    const job = this.#job(jobId);
    if (!job) return { lines: [], cursor: formatCursor(start), exhausted: true };
    const finalArrivals = this.#finalArrivals(job.no);
    const lines: LogLine[] = [];
    let room = MAX_PAGE_CHARACTERS;
    let from = start.arrival;
    for (;;) {
      const chunks = this.#chunks(job.no, from, filter);
      for (const chunk of chunks) {
        const isFinal = finalArrivals.has(chunk.arrival);
        for (const line of readChunk(chunk, start, filter.level, isFinal)) {
          room -= line.text.length;
          if (lines.length === limit || (room < 0 && lines.length > 0)) {
            return { lines, cursor: lines.at(-1)?.cursor ?? formatCursor(start), exhausted: false };
          }
          lines.push(line);
        }
      }
      const last = chunks.at(-1);
      if (!last || chunks.length < CHUNKS_AT_ONCE) break;
      from = last.arrival + 1;
    }
    const end: LineCursor = { arrival: Math.max(job.arrivals, start.arrival), line: 0 };
    return { lines, cursor: formatCursor(end), exhausted: true };
  }

  /** @throws RejectedError naming `after` where that is no cursor */
  metrics(jobId: string, run: number | undefined, { after, limit }: ReadRequest): MetricPage {
    const start = parseCursor(after);
    const job = this.#job(jobId);
    if (!job) return { points: [], cursor: formatCursor(start), exhausted: true };
    const conditions = ['job = ?', '(arrival, line) >= (?, ?)', ...(run === undefined ? [] : ['run = ?'])];
    const rows = this.#prepare(
      `SELECT arrival, line, run, at, data FROM metric WHERE ${conditions.join(' AND ')}
       ORDER BY arrival, line LIMIT ?`,
    ).all(job.no, start.arrival, start.line, ...(run === undefined ? [] : [run]), limit);
    const points = rows.map((row) => ({
      cursor: formatCursor({ arrival: Number(row['arrival']), line: Number(row['line']) + 1 }),
      run: Number(row['run']),
      at: String(row['at']),
      ...(JSON.parse(String(row['data'])) as Pick<MetricPoint, 'values' | 'stage' | 'omitted'>),
    }));
    const end: LineCursor = { arrival: Math.max(job.arrivals, start.arrival), line: 0 };
    const last = points.at(-1);
    return last && points.length === limit
      ? { points, cursor: last.cursor, exhausted: false }
      : { points, cursor: formatCursor(end), exhausted: true };
  }

  #job(jobId: string): { readonly no: number; readonly arrivals: number } | undefined {
    const row = this.#prepare('SELECT no, arrivals FROM job WHERE id = ?').get(jobId);
    return row && { no: Number(row['no']), arrivals: Number(row['arrivals']) };
  }

  /** The last chunks of streams that are over: their last line is complete, also without a line end. */
  #finalArrivals(job: number): ReadonlySet<number> {
    const rows = this.#prepare('SELECT arrival FROM tail WHERE job = ? AND ended = 1').all(job);
    return new Set(rows.flatMap(({ arrival }) => (arrival === null ? [] : [Number(arrival)])));
  }

  #chunks(job: number, from: number, { run, stream, level }: LogFilter): readonly StoredChunk[] {
    const conditions = ['job = ?', 'arrival >= ?'];
    const values: SQLInputValue[] = [job, from];
    const add = (condition: string, value: SQLInputValue) => {
      conditions.push(condition);
      values.push(value);
    };
    if (run !== undefined) add('run = ?', run);
    if (stream !== undefined) add('stream = ?', stream);
    if (level !== undefined) add('levels & ? != 0', levelBit(level));
    const text = `SELECT arrival, run, stream, at, text FROM chunk WHERE ${conditions.join(' AND ')}
      ORDER BY arrival LIMIT ${CHUNKS_AT_ONCE}`;
    return this.#prepare(text).all(...values) as unknown as readonly StoredChunk[];
  }

  #prepare(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) this.#statements.set(text, (statement = this.#database.prepare(text)));
    return statement;
  }
}

interface StoredChunk {
  readonly arrival: number;
  readonly run: number;
  readonly stream: OutputStream;
  readonly at: string;
  readonly text: Uint8Array;
}

function* readChunk(
  chunk: StoredChunk,
  start: LineCursor,
  level: LogLevel | undefined,
  isFinal: boolean,
): Generator<LogLine> {
  const { arrival, run, stream, at } = chunk;
  const skip = arrival === start.arrival ? start.line : 0;
  for (const [index, { text, partial }] of linesOf(unpackText(chunk.text)).entries()) {
    if (index < skip) continue;
    const parsed = parseLogLine(text);
    const lineLevel = parsed.kind === 'log' ? parsed.level : undefined;
    if (level !== undefined && lineLevel !== level) continue;
    const stage = parsed.kind === 'text' ? undefined : parsed.stage;
    yield {
      cursor: formatCursor({ arrival, line: index + 1 }),
      run,
      stream,
      at,
      ...defined({ level: lineLevel, stage }),
      text,
      ...(partial && !isFinal ? { partial } : {}),
    };
  }
}
