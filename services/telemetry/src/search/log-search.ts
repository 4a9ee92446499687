import type { LogLevel } from '@berth/contracts/log-levels';
import { parseLogLine } from '@berth/contracts/log-lines';
import type { LogHit, LogSearchSlice } from '@berth/contracts/telemetry/operations';
import { linesOf } from '../archive/chunk-lines.js';
import { unpackText } from '../archive/chunk-text.js';
import { formatCursor, type LineCursor } from '../archive/line-cursor.js';
import type { LogFilter } from '../archive/line-index.js';
import type { LogReader } from '../archive/log-reader.js';
import { type ChunkAt } from '../archive/log-reader.js';
import type { Pattern } from './pattern.js';

export interface SearchRequest {
  readonly jobId: string;
  readonly filter: LogFilter;
  readonly from: LineCursor;
  /** Most hits. */
  readonly first: number;
  /** Whether to count on when there are so many. */
  readonly count: boolean;
  readonly contextBefore: number;
  readonly contextAfter: number;
}

/** Hits end where they would have more text than this, unless one alone has. */
const MAX_CHARACTERS = 512 * 1024;

/**
 * Searches the lines of a job from a place on, in the order of arrival, for a bounded time: at least a line, so that the next
 * slice begins further on.
 */
export function searchSlice(
  reader: LogReader,
  request: SearchRequest,
  pattern: Pattern,
  maxMs: number,
): LogSearchSlice {
  return new Search(reader, request, pattern, performance.now() + maxMs).slice();
}

class Search {
  readonly #hits: LogHit[] = [];
  #counted = 0;
  /** After the last hit, once no more are listed. */
  #listedUpTo: LineCursor | undefined;
  #room = MAX_CHARACTERS;

  constructor(
    private readonly reader: LogReader,
    private readonly request: SearchRequest,
    private readonly pattern: Pattern,
    private readonly until: number,
  ) {
    if (request.first === 0) this.#listedUpTo = request.from;
  }

  slice(): LogSearchSlice {
    const { jobId, filter, from } = this.request;
    const job = this.reader.index.job(jobId);
    if (!job) return this.#ended(from, 0, true);
    let searched: LineCursor = from;
    let isFirst = true;
    for (const chunk of this.reader.chunks(job.no, from, filter)) {
      if (!isFirst && performance.now() >= this.until) return this.#ended(searched, chunk.line - 1, false);
      isFirst = false;
      const stopped = this.#searchChunk(chunk, chunk.arrival === from.arrival ? from.line : 0);
      if (stopped !== undefined)
        return this.#ended({ arrival: chunk.arrival, line: stopped }, chunk.line + stopped - 1, false);
      searched = { arrival: chunk.arrival + 1, line: 0 };
    }
    const end = searched.arrival > job.arrivals ? searched : { arrival: job.arrivals, line: 0 };
    return this.#ended(end.arrival < from.arrival ? from : end, job.lines, true);
  }

  /** @returns after how many lines of the chunk it stopped, where it did not come to its end */
  #searchChunk(chunk: ChunkAt, skip: number): number | undefined {
    const { pattern, request } = this;
    const text = unpackText(chunk.text);
    if (pattern.mayBeIn && !pattern.mayBeIn(text)) return undefined;
    const lines = linesOf(text);
    for (let index = skip; index < lines.length; index += 1) {
      if (index > skip && performance.now() >= this.until) return index;
      const matching = lines[index];
      if (!matching || !pattern.isIn(matching.text)) continue;
      const { level } = request.filter;
      if (level !== undefined && levelOfLine(matching.text) !== level) continue;
      if (this.#listedUpTo === undefined) {
        const hit = this.#hitOf(this.reader.lineOf(chunk, index, matching));
        this.#room -= charactersOf(hit);
        if (this.#room < 0 && this.#hits.length > 0) {
          this.#listedUpTo = { arrival: chunk.arrival, line: index };
          if (!request.count) return index;
        } else {
          this.#hits.push(hit);
          if (this.#hits.length === request.first) {
            this.#listedUpTo = { arrival: chunk.arrival, line: index + 1 };
            this.#counted += 1;
            if (!request.count) return index + 1;
            continue;
          }
        }
      }
      this.#counted += 1;
    }
    return undefined;
  }

  #hitOf(line: LogHit['line']): LogHit {
    const { jobId, filter, contextBefore, contextAfter } = this.request;
    const around = { run: filter.run, stream: filter.stream };
    const read = (number: number, first: number, last: number) =>
      first + last === 0
        ? []
        : this.reader.page(jobId, around, { place: { at: 'line', number }, first, last }).lines;
    return {
      line,
      ...this.pattern.find(line.text),
      before: read(line.number, 0, contextBefore),
      after: read(line.number + 1, contextAfter, 0),
    };
  }

  #ended(searched: LineCursor, searchedTo: number, exhausted: boolean): LogSearchSlice {
    return {
      hits: this.#hits,
      counted: this.#counted,
      cursor: formatCursor(this.#listedUpTo ?? searched),
      searchedCursor: formatCursor(searched),
      searchedTo: Math.max(0, searchedTo),
      exhausted,
    };
  }
}

function levelOfLine(text: string): LogLevel | undefined {
  const parsed = parseLogLine(text);
  return parsed.kind === 'log' ? parsed.level : undefined;
}

const charactersOf = ({ line, before, after }: LogHit): number =>
  [line, ...before, ...after].reduce((sum, { text }) => sum + text.length, 0);
