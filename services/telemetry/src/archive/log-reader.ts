import type { LogLevel } from '@berth/contracts/log-levels';
import { parseLogLine } from '@berth/contracts/log-lines';
import type { KeptLines, LogLine, LogPage } from '@berth/contracts/telemetry/operations';
import { defined } from '@berth/kernel/defined';
import { linesOf, type ChunkLine } from './chunk-lines.js';
import { unpackText } from './chunk-text.js';
import { beforeLineOf, formatCursor, START_OF_LOG, type LineCursor } from './line-cursor.js';
import { LineIndex, type ArchivedJob, type Direction, type LogFilter } from './line-index.js';
import type { LogArchive, OutputStream } from './log-archive.js';

/** Where a page is. */
export type PagePlace =
  | { readonly at: 'start' | 'end' }
  | { readonly at: 'after' | 'before'; readonly cursor: LineCursor }
  | { readonly at: 'line'; readonly number: number }
  /** The first line, in the order of arrival, of that time or later. */
  | { readonly at: 'time'; readonly time: string };

export interface PageRequest {
  readonly place: PagePlace;
  /** Most lines from the place on. */
  readonly first: number;
  /** Most lines before it. */
  readonly last: number;
}

export interface LinePage extends Omit<LogPage, 'end'> {
  /** There is nothing more yet. */
  readonly exhausted: boolean;
}

/** A page ends where it would have more text than this, unless one line alone has. */
const MAX_PAGE_CHARACTERS = 512 * 1024;
const NOTHING_KEPT: KeptLines = { lineCount: 0, dropped: 0 };

/** Reads what is archived, in the order of its arrival. */
export class LogReader {
  readonly index: LineIndex;
  /** Texts of chunks that were read, for tests of what it costs. */
  textsRead = 0;

  constructor(archive: Pick<LogArchive, 'database'>) {
    this.index = new LineIndex(archive.database);
  }

  page(jobId: string, filter: LogFilter, { place, first, last }: PageRequest): LinePage {
    const job = this.index.job(jobId);
    if (!job) {
      const cursor = formatCursor(place.at === 'after' ? place.cursor : START_OF_LOG);
      return {
        lines: [],
        cursor,
        startCursor: cursor,
        hasEarlier: false,
        exhausted: true,
        kept: NOTHING_KEPT,
      };
    }
    const kept = this.index.kept(job);
    const finalArrivals = this.#finalArrivals(job.no);
    const read = (from: LineCursor, direction: Direction, limit: number, room: number) =>
      this.#read({ job: job.no, from, direction, filter, limit, room, finalArrivals });
    const start = this.#resolve(job, place);
    const room = first > 0 && last > 0 ? MAX_PAGE_CHARACTERS / 2 : MAX_PAGE_CHARACTERS;
    const before = last > 0 ? read(start, 'backward', last, room) : undefined;
    const after = first > 0 ? read(start, 'forward', first, room) : undefined;
    const lines = [...(before?.lines ?? []), ...(after?.lines ?? [])];
    const end: LineCursor = { arrival: Math.max(job.arrivals, start.arrival), line: 0 };
    const exhausted = after ? after.exhausted : place.at === 'end';
    return {
      lines,
      cursor: exhausted ? formatCursor(end) : (lines.at(-1)?.cursor ?? formatCursor(start)),
      startCursor: lines[0]?.cursor ?? formatCursor(exhausted ? end : start),
      hasEarlier: before ? !before.exhausted : this.#isAfterFirst(job, start),
      exhausted,
      kept,
    };
  }

  /** Chunks that may have lines of the filter, from a place on. */
  *chunks(job: number, from: LineCursor, filter: LogFilter): Generator<ChunkAt> {
    for (const { arrival, line } of this.index.places(job, from.arrival, 'forward', filter)) {
      const chunk = this.#chunk(job, arrival);
      if (chunk) yield { ...chunk, job, line };
    }
  }

  /** A line of a chunk that is read. */
  lineOf(chunk: ChunkAt, index: number, line: ChunkLine): LogLine {
    return logLine(chunk, chunk.line, index, line, this.#finalArrivals(chunk.job).has(chunk.arrival));
  }

  #resolve(job: ArchivedJob, place: PagePlace): LineCursor {
    switch (place.at) {
      case 'start':
        return START_OF_LOG;
      case 'end':
        return { arrival: job.arrivals, line: 0 };
      case 'after':
        return place.cursor;
      case 'before':
        return beforeLineOf(place.cursor);
      case 'line': {
        if (place.number > job.lines) return { arrival: job.arrivals, line: 0 };
        const chunk = this.index.atLine(job, place.number);
        return chunk ? { arrival: chunk.arrival, line: place.number - chunk.line } : START_OF_LOG;
      }
      case 'time':
        return { arrival: this.index.atTime(job, place.time), line: 0 };
    }
  }

  #read({ job, from, direction, filter, limit, room, finalArrivals }: DirectedRead): DirectedLines {
    const lines: LogLine[] = [];
    const backward = direction === 'backward';
    const done = (exhausted: boolean) => ({ lines: backward ? lines.reverse() : lines, exhausted });
    // nothing of a chunk precedes its line 0
    const first = backward && from.line === 0 ? from.arrival - 1 : from.arrival;
    let left = room;
    for (const { arrival, line } of this.index.places(job, first, direction, filter)) {
      const chunk = this.#chunk(job, arrival);
      if (!chunk) continue;
      const isStart = arrival === from.arrival;
      const range = backward
        ? { from: 0, to: isStart ? from.line : Infinity }
        : { from: isStart ? from.line : 0, to: Infinity };
      const found = linesOfChunk(chunk, line, range, filter.level, finalArrivals.has(arrival));
      for (const each of backward ? found.reverse() : found) {
        left -= each.text.length;
        if (lines.length === limit || (left < 0 && lines.length > 0)) return done(false);
        lines.push(each);
      }
    }
    return done(true);
  }

  #chunk(job: number, arrival: number): StoredChunk | undefined {
    this.textsRead += 1;
    return this.index
      .prepare('SELECT arrival, run, stream, at, text FROM chunk WHERE job = ? AND arrival = ?')
      .get(job, arrival) as unknown as StoredChunk | undefined;
  }

  #isAfterFirst({ no }: ArchivedJob, { arrival, line }: LineCursor): boolean {
    for (const first of this.index.places(no, 0, 'forward', {}))
      return first.arrival < arrival || (first.arrival === arrival && line > 0);
    return false;
  }

  /** The last chunks of streams that are over: their last line is complete, also without a line end. */
  #finalArrivals(job: number): ReadonlySet<number> {
    const rows = this.index.prepare('SELECT arrival FROM tail WHERE job = ? AND ended = 1').all(job);
    return new Set(rows.flatMap(({ arrival }) => (arrival === null ? [] : [Number(arrival)])));
  }
}

interface DirectedRead {
  readonly job: number;
  readonly from: LineCursor;
  readonly direction: Direction;
  readonly filter: LogFilter;
  readonly limit: number;
  /** Most characters. */
  readonly room: number;
  readonly finalArrivals: ReadonlySet<number>;
}

interface DirectedLines {
  /** In the order of the log. */
  readonly lines: LogLine[];
  readonly exhausted: boolean;
}

interface StoredChunk {
  readonly arrival: number;
  readonly run: number;
  readonly stream: OutputStream;
  readonly at: string;
  readonly text: Uint8Array;
}

export interface ChunkAt extends StoredChunk {
  /** Number of its job in the archive. */
  readonly job: number;
  /** Number of its first line. */
  readonly line: number;
}

/** Those lines of a chunk that are within the range, the first one counted from 0, and of the level. */
function linesOfChunk(
  chunk: StoredChunk,
  firstNumber: number,
  range: { readonly from: number; readonly to: number },
  level: LogLevel | undefined,
  isFinal: boolean,
): LogLine[] {
  const lines: LogLine[] = [];
  for (const [index, line] of linesOf(unpackText(chunk.text)).entries()) {
    if (index < range.from) continue;
    if (index >= range.to) break;
    const found = logLine(chunk, firstNumber, index, line, isFinal);
    if (level === undefined || found.level === level) lines.push(found);
  }
  return lines;
}

function logLine(
  { arrival, run, stream, at }: StoredChunk,
  firstNumber: number,
  index: number,
  { text, partial }: ChunkLine,
  isFinal: boolean,
): LogLine {
  const parsed = parseLogLine(text);
  const level = parsed.kind === 'log' ? parsed.level : undefined;
  const stage = parsed.kind === 'text' ? undefined : parsed.stage;
  return {
    cursor: formatCursor({ arrival, line: index + 1 }),
    number: firstNumber + index,
    run,
    stream,
    at,
    ...defined({ level, stage }),
    text,
    ...(partial && !isFinal ? { partial } : {}),
  };
}
