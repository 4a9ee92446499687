import { Chunk, CHUNK_LINES } from './chunk.js';
import type { KeptLines, Line, WireLine } from './line.js';

export interface LineStoreLimits {
  readonly maxLines: number;
  readonly maxBytes: number;
}

const LIMITS: LineStoreLimits = { maxLines: 50_000, maxBytes: 32 * 1024 * 1024 };

/** Lines from the first to before the second number. */
export type Span = readonly [from: number, to: number];

/**
 * Lines of a job by their numbers, of which the last read ones are kept; the others are fetched again. A number that
 * exists has a line, so that a place in a log of any length is found without the lines before it.
 */
export class LineStore {
  /** By the index of the chunk; the first is the one that was not read for the longest time. */
  readonly #chunks = new Map<number, Chunk>();
  #bytes = 0;
  #first = 1;
  #last = 0;
  #dropped = 0;

  constructor(private readonly limits: LineStoreLimits = LIMITS) {}

  /** Number of the first line that there is. */
  get first(): number {
    return this.#first;
  }

  /** Number of the last line that there is; less than `first` where there is none. */
  get last(): number {
    return this.#last;
  }

  get count(): number {
    return Math.max(0, this.#last - this.#first + 1);
  }

  /** How many lines were deleted before the first one. */
  get dropped(): number {
    return this.#dropped;
  }

  /** How many lines are in memory, at most. */
  get held(): number {
    return this.#chunks.size * CHUNK_LINES;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What the server says that there is; a late answer takes back no line. */
  extend({ firstNumber, lastNumber, dropped }: KeptLines): void {
    if (firstNumber !== null) this.#first = Math.max(this.#first, firstNumber);
    if (lastNumber !== null) this.#last = Math.max(this.#last, lastNumber);
    this.#dropped = Math.max(this.#dropped, dropped);
  }

  /** Takes lines in their order; those that it has already are passed over. */
  add(lines: readonly WireLine[]): void {
    for (const line of lines) {
      const index = chunkOf(line.number);
      let chunk = this.#chunks.get(index);
      if (!chunk || line.number > chunk.next || line.number < chunk.first) {
        // what comes does not continue what is there: the newer is kept, the rest is fetched when it is looked at
        if (chunk) this.#drop(index, chunk);
        chunk = new Chunk(line.number);
        this.#chunks.set(index, chunk);
        this.#bytes += chunk.bytes;
        this.#evict(index);
      }
      if (line.number < chunk.next) continue;
      const before = chunk.bytes;
      chunk.push(line);
      this.#bytes += chunk.bytes - before;
    }
    const last = lines.at(-1);
    if (last) {
      this.#last = Math.max(this.#last, last.number);
      this.#evict(chunkOf(last.number));
    }
  }

  at(number: number): Line | undefined {
    return this.#chunks.get(chunkOf(number))?.at(number);
  }

  /** Marks the lines as read, so that they stay, and says which of them have to be fetched. */
  missing([from, to]: Span): readonly Span[] {
    const start = Math.max(from, this.#first);
    const end = Math.min(to, this.#last + 1);
    const spans: Span[] = [];
    for (let index = chunkOf(start); start < end && index <= chunkOf(end - 1); index++) {
      const chunk = this.#chunks.get(index);
      const all: Span = [
        Math.max(index * CHUNK_LINES + 1, this.#first),
        Math.min((index + 1) * CHUNK_LINES, this.#last) + 1,
      ];
      if (!chunk) {
        spans.push(all);
        continue;
      }
      this.#chunks.delete(index);
      this.#chunks.set(index, chunk);
      if (Math.max(start, all[0]) < chunk.first) spans.push(all);
      else if (Math.min(end, all[1]) > chunk.next) spans.push([chunk.next, all[1]]);
    }
    return spans;
  }

  #drop(index: number, chunk: Chunk): void {
    this.#chunks.delete(index);
    this.#bytes -= chunk.bytes;
  }

  /** @param kept the chunk that is written now */
  #evict(kept: number): void {
    for (const [index, chunk] of this.#chunks) {
      if (this.held <= this.limits.maxLines && this.#bytes <= this.limits.maxBytes) return;
      if (index !== kept) this.#drop(index, chunk);
    }
  }
}

const chunkOf = (number: number): number => Math.floor((number - 1) / CHUNK_LINES);
