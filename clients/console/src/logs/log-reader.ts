import { FilteredRows } from './filtered-rows.js';
import { isFiltered, levelOf, lineOf, type Batch, type Line, type LineFilter } from './line.js';
import type { Span } from './line-store.js';
import { MAX_PAGE, type LogSource } from './log-source.js';
import { NumberedRows } from './numbered-rows.js';
import { PAGE, type Rows } from './rows.js';

/** Lines that a follower may be behind the end; then it goes there. */
const MAX_BEHIND = 5000;
const CATCH_UP_MS = 1000;

/** Reads a log for the viewer: the end first, then what is looked at, and what is new. Changes are told to listeners. */
export class LogReader {
  #failure: unknown;
  #lastError: Line | undefined;
  #opened = false;
  #ended = false;
  #closed = false;
  #followedAt = 0;
  #unfollow: (() => void) | undefined;
  readonly #rows: Rows;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly source: LogSource,
    private readonly filter: LineFilter,
  ) {
    this.#rows = isFiltered(filter) ? new FilteredRows() : new NumberedRows();
  }

  get rows(): Omit<Rows, 'take' | 'want'> {
    return this.#rows;
  }

  /** Whether the first lines are there, or there are none. */
  get opened(): boolean {
    return this.#opened;
  }

  /** Whether no line will follow. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Why the last page did not come. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The newest line of level error that came while the log was followed. */
  get lastError(): Line | undefined {
    return this.#lastError;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the end of the log, and follows it until it ends. */
  async start(): Promise<void> {
    const batch = await this.#get(() => this.#rows.open(this.#page));
    if (!batch || this.#closed) return;
    this.#opened = true;
    this.#ended = batch.end;
    if (!batch.end) this.#follow(this.#rows.last + 1);
    this.#changed();
  }

  #follow(fromLine: number): void {
    this.#unfollow?.();
    this.#followedAt = Date.now();
    this.#unfollow = this.source.follow(fromLine, this.filter, (each) => this.#receive(each));
  }

  /** Lines that come faster than they can be sent: what lies between is read when somebody looks at it. */
  #catchUp({ lines, kept: { lastNumber } }: Batch): void {
    const last = lines.at(-1)?.number;
    if (isFiltered(this.filter) || lastNumber === null || last === undefined) return;
    const isBehind = lastNumber - last > MAX_BEHIND && Date.now() - this.#followedAt > CATCH_UP_MS;
    if (isBehind) this.#follow(lastNumber + 1 - PAGE);
  }

  async retry(): Promise<void> {
    this.#failure = undefined;
    if (this.#opened) this.#changed();
    else await this.start();
  }

  close(): void {
    this.#closed = true;
    this.#unfollow?.();
    this.#listeners.clear();
  }

  /** The rows that are seen: what is missing of them is fetched, after a failure when the reader asks for it. */
  want(rows: Span): void {
    if (this.#failure !== undefined) return;
    for (const fetching of this.#rows.want(rows, this.#page)) void this.#get(() => fetching);
  }

  /** Makes that the line of a number, or the next one that there is, has a row. */
  async seek(number: number): Promise<void> {
    await this.#get(() => this.#rows.seek(number, this.#page));
  }

  /** Makes that the last row is that of the last line. */
  async seekEnd(): Promise<void> {
    await this.#get(() => this.#rows.seekEnd(this.#page));
  }

  #receive(batch: Batch): void {
    if (this.#closed) return;
    this.#rows.take(batch);
    const error = batch.lines.findLast(
      ({ level }) => levelOf(level) === 'ERROR' || levelOf(level) === 'FATAL',
    );
    if (error) this.#lastError = lineOf(error);
    if (batch.end) {
      this.#ended = true;
      this.#unfollow?.();
    } else this.#catchUp(batch);
    this.#changed();
  }

  readonly #page: LogSource['page'] = (request) => this.source.page({ ...this.filter, ...request });

  async #get<Value>(fetching: () => Promise<Value>): Promise<Value | undefined> {
    try {
      const value = await fetching();
      this.#failure = undefined;
      return value;
    } catch (error) {
      this.#failure = error;
      return undefined;
    } finally {
      this.#changed();
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The lines of a range, wherever they are; so many at most. */
export async function linesOf(
  source: LogSource,
  filter: LineFilter,
  { from, to }: { readonly from: number; readonly to: number },
  max: number,
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  let next = from;
  while (next <= to && lines.length < max) {
    const first = Math.min(MAX_PAGE, max - lines.length);
    const page = await source.page({ ...filter, fromLine: next, first });
    const inRange = page.lines.filter(({ number }) => number <= to);
    lines.push(...inRange.map(lineOf));
    if (page.lines.length === 0 || inRange.length < page.lines.length) break;
    next = (page.lines.at(-1)?.number ?? to) + 1;
  }
  return lines;
}
