import { open, rename, writeFile, type FileHandle } from 'node:fs/promises';

/** Where a stream was cut. Once written it never changes, so that a chunk sent again is the same chunk. */
export interface Cut {
  readonly seq: number;
  readonly offset: number;
  readonly length: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The end of the stream. */
  readonly last: boolean;
}

const COMPACT_AFTER_LINES = 2000;

/**
 * The cuts of one stream and what of it is archived, in a file of lines that is only appended to:
 * `cut SEQ OFFSET LENGTH AT LAST` and `archived SEQ`. A line is written before its chunk is sent. Once long, the file
 * is replaced by one with what is still needed: the newest cut and those not archived.
 */
export class ChunkJournal {
  #cuts: Cut[] = [];
  #archived = -1;
  #kept = -1;
  #lines = 0;

  private constructor(
    private readonly path: string,
    private file: FileHandle,
  ) {}

  static async open(path: string): Promise<ChunkJournal> {
    const file = await open(path, 'a+', 0o600);
    const journal = new ChunkJournal(path, file);
    const content = await file.readFile('utf8');
    const whole = content.slice(0, content.lastIndexOf('\n') + 1);
    // A line that a killed agent left unfinished was followed by no chunk.
    if (whole.length < content.length) await file.truncate(Buffer.byteLength(whole));
    for (const line of whole.split('\n')) journal.#load(line);
    journal.confirm(journal.#archived);
    journal.#kept = journal.#archived;
    return journal;
  }

  /** Not archived, oldest first. */
  get pending(): readonly Cut[] {
    return this.#cuts.filter((cut) => cut.seq > this.#archived);
  }

  get next(): { readonly seq: number; readonly offset: number } {
    const newest = this.#cuts.at(-1);
    return newest ? { seq: newest.seq + 1, offset: newest.offset + newest.length } : { seq: 0, offset: 0 };
  }

  /** All of the stream is cut. */
  get complete(): boolean {
    return this.#cuts.at(-1)?.last ?? false;
  }

  async cut(length: number, last: boolean): Promise<void> {
    const cut: Cut = { ...this.next, length, at: Date.now(), last };
    await this.#append(line(cut));
    this.#cuts.push(cut);
  }

  /** True at once, on disk with the next `keep`: forgetting it only means that chunks are sent again. */
  confirm(seq: number): void {
    this.#archived = Math.max(this.#archived, Math.min(seq, this.next.seq - 1));
    this.#cuts = this.#cuts.filter(
      (cut, index) => cut.seq > this.#archived || index === this.#cuts.length - 1,
    );
  }

  async keep(): Promise<void> {
    if (this.#kept === this.#archived) return;
    const archived = this.#archived;
    if (this.#lines < COMPACT_AFTER_LINES) await this.#append(`archived ${archived}\n`);
    else await this.#compact(archived);
    this.#kept = archived;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  async #append(text: string): Promise<void> {
    this.#lines += 1;
    await this.file.write(text);
  }

  async #compact(archived: number): Promise<void> {
    const temporary = `${this.path}.tmp`;
    await writeFile(temporary, `${this.#cuts.map(line).join('')}archived ${archived}\n`, { mode: 0o600 });
    await rename(temporary, this.path);
    await this.file.close();
    this.file = await open(this.path, 'a', 0o600);
    this.#lines = this.#cuts.length + 1;
  }

  #load(text: string): void {
    const [kind, ...fields] = text.split(' ');
    const [seq = 0, offset = 0, length = 0, at = 0, last = 0] = fields.map(Number);
    this.#lines += 1;
    if (kind === 'cut') this.#cuts.push({ seq, offset, length, at, last: last === 1 });
    if (kind === 'archived') this.#archived = Math.max(this.#archived, seq);
  }
}

const line = (cut: Cut): string =>
  `cut ${cut.seq} ${cut.offset} ${cut.length} ${cut.at} ${cut.last ? 1 : 0}\n`;
