import { open, rename, writeFile, type FileHandle } from 'node:fs/promises';

/** Where a stream was cut. Once written it never changes, so that a chunk sent again is the same chunk. */
export interface Cut {
  readonly seq: number;
  /** Bytes of the stream before it. */
  readonly offset: number;
  readonly length: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The end of the stream. */
  readonly last: boolean;
}

/** How much is archived: by the number of a chunk or, where the archive sends it, by the bytes of the stream. */
export interface Archived {
  readonly seq: number;
  readonly bytes?: number | undefined;
  readonly ended?: boolean | undefined;
}

const COMPACT_AFTER_LINES = 2000;
const CUT = /^cut (\d+) (\d+) (\d+) (\d+) ([01])$/;
const OTHER = /^(archived|restart) (\d+)$/;

/**
 * The cuts of one stream and what of it is archived, in a file of lines that is only appended to: `cut SEQ OFFSET
 * LENGTH AT LAST`, `archived SEQ`, and `restart OFFSET` where the job has emptied its file and what it writes from then
 * on stands at the file's beginning. A line is written before its chunk is sent. Once long, the file is replaced by one
 * with what is still needed: the newest cut and those not archived.
 *
 * Where nothing can be written, as on a full disk, it goes on in memory, and writes all of it as soon as that is
 * possible again: output is delivered all the same. If the agent dies meanwhile, the stream is cut anew from where the
 * journal ends, which the archive recognises by its bytes.
 */
export class ChunkJournal {
  #cuts: Cut[] = [];
  #archived = -1;
  #kept = -1;
  #lines = 0;
  #restartedAt = 0;
  /** The file lacks something that is known here. */
  #isBehind = false;

  private constructor(
    private readonly path: string,
    private file: FileHandle,
  ) {}

  static async open(path: string): Promise<ChunkJournal> {
    const file = await open(path, 'a+', 0o600);
    const journal = new ChunkJournal(path, file);
    const content = await file.readFile('utf8');
    let good = 0;
    // What follows a line that is not whole, as after a full disk or a power failure, can't be relied on.
    for (let end = content.indexOf('\n'); end >= 0; end = content.indexOf('\n', good)) {
      if (!journal.#load(content.slice(good, end))) break;
      good = end + 1;
    }
    if (good < content.length) await file.truncate(Buffer.byteLength(content.slice(0, good)));
    journal.#forgetArchived();
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

  /** Offset in the stream of what stands at the beginning of its file. */
  get restartedAt(): number {
    return this.#restartedAt;
  }

  async cut(length: number, last: boolean): Promise<void> {
    const cut: Cut = { ...this.next, length, at: Date.now(), last };
    this.#cuts.push(cut);
    await this.#append(line(cut));
  }

  /** The file was emptied: what stands at its beginning from now on comes next in the stream. */
  async restart(): Promise<void> {
    this.#restartedAt = this.next.offset;
    await this.#append(`restart ${this.#restartedAt}\n`);
  }

  /** True at once, on disk with the next `keep`: forgetting it only means that chunks are sent again. */
  confirm({ seq, bytes, ended = false }: Archived): void {
    const upTo =
      bytes === undefined
        ? Math.min(seq, this.next.seq - 1)
        : (this.#cuts.findLast(({ offset, length, last }) => offset + length <= bytes && (!last || ended))
            ?.seq ?? -1);
    this.#archived = Math.max(this.#archived, upTo);
    this.#forgetArchived();
  }

  async keep(): Promise<void> {
    const archived = this.#archived;
    if (this.#kept === archived && !this.#isBehind) return;
    if (this.#isBehind || this.#lines >= COMPACT_AFTER_LINES) await this.#compact();
    else await this.#append(`archived ${archived}\n`);
    if (!this.#isBehind) this.#kept = archived;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  #forgetArchived(): void {
    this.#cuts = this.#cuts.filter(
      (cut, index) => cut.seq > this.#archived || index === this.#cuts.length - 1,
    );
  }

  async #append(text: string): Promise<void> {
    if (this.#isBehind) return;
    this.#lines += 1;
    // A part of a line may be there: readers stop at it.
    const { bytesWritten } = await this.file.write(text).catch(() => ({ bytesWritten: 0 }));
    if (bytesWritten < Buffer.byteLength(text)) this.#isBehind = true;
  }

  async #compact(): Promise<void> {
    const temporary = `${this.path}.tmp`;
    const restart = this.#restartedAt > 0 ? `restart ${this.#restartedAt}\n` : '';
    const archived = this.#archived < 0 ? '' : `archived ${this.#archived}\n`;
    const lines = this.#cuts.map(line);
    try {
      await writeFile(temporary, `${lines.join('')}${restart}${archived}`, { mode: 0o600 });
      const file = await open(temporary, 'a', 0o600);
      await rename(temporary, this.path);
      await this.file.close().catch(() => undefined);
      this.file = file;
      this.#lines = lines.length + 2;
      this.#isBehind = false;
    } catch {
      this.#isBehind = true;
    }
  }

  /** @returns whether the line is whole and follows from those before */
  #load(text: string): boolean {
    const cut = CUT.exec(text);
    const [kind, value = 0] = OTHER.exec(text)?.slice(1) ?? [];
    this.#lines += 1;
    if (cut) {
      const [seq = 0, offset = 0, length = 0, at = 0, last = 0] = cut.slice(1).map(Number);
      const { next } = this;
      if (this.#cuts.length > 0 && (seq !== next.seq || offset !== next.offset)) return false;
      this.#cuts.push({ seq, offset, length, at, last: last === 1 });
    } else if (kind === 'archived') this.#archived = Math.max(this.#archived, Number(value));
    else if (kind === 'restart') this.#restartedAt = Number(value);
    else return false;
    return true;
  }
}

const line = (cut: Cut): string =>
  `cut ${cut.seq} ${cut.offset} ${cut.length} ${cut.at} ${cut.last ? 1 : 0}\n`;
