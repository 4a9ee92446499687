import { chmod, open, type FileHandle } from 'node:fs/promises';
import type { LogChunk } from '@berth/contracts/agent/messages';
import { ChunkJournal, type Archived, type Cut } from './chunk-journal.js';
import { cutLength } from './cut.js';
import { SendWindow } from './send-window.js';
import { Waker } from '../waker.js';

export interface TailOptions {
  readonly stream: 'stdout' | 'stderr';
  readonly file: string;
  /** Where the cuts are kept. */
  readonly journal: string;
  /** Resolves once the bus has the chunk; a rejection is tried again until the tail is closed. */
  readonly send: (chunk: LogChunk) => Promise<void>;
  /** Most that is sent, in bytes of the stream; a job may claim more than it has written, or write it over and over. */
  readonly limitBytes?: number | undefined;
  readonly timing?: Partial<TailTiming>;
}

export interface TailTiming {
  /** Least time between two chunks that are not full. */
  readonly flushMs: number;
  /** How long the beginning of a line waits for its end. */
  readonly partialLineMs: number;
  /** What is not confirmed for so long is sent again, later each time, up to a minute. */
  readonly resendMs: number;
  /** After a failed send; doubled each time, up to 5 s. */
  readonly retryMs: number;
}

export const CHUNK_BYTES = 64 * 1024;
const MAX_RETRY_MS = 5000;
const OPEN_TRIES = 20;
const TIMING: TailTiming = { flushMs: 50, partialLineMs: 1000, resendMs: 5_000, retryMs: 100 };

/**
 * Sends one output file in numbered chunks, the last one empty and marked `last`. Every byte is sent, in order, until
 * it is confirmed, across any number of kills of this process; a chunk that is sent again is the same. Bytes that the job
 * took out of its file again, and a chunk that the platform refuses, are left out; what follows them is sent.
 */
export class LogTail {
  readonly #timing: TailTiming;
  readonly #waker = new Waker();
  readonly #buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  #fileIsComplete = false;
  #closed = false;
  #retryNow = false;
  /** The first chunk that this process has to send. */
  #unsent = 0;
  readonly #window: SendWindow;
  /** Chunks that were refused, and why. */
  readonly #refused = new Map<number, string>();
  #cutAt = 0;
  #partialSince: number | undefined;
  /** Resolves when all of the file is confirmed, or the tail is closed. */
  readonly done: Promise<void>;

  private constructor(
    private readonly options: TailOptions,
    private readonly journal: ChunkJournal,
    private readonly file: FileHandle,
  ) {
    this.#timing = { ...TIMING, ...options.timing };
    this.#window = new SendWindow(this.#timing.resendMs);
    this.done = this.#run();
  }

  static async open(options: TailOptions): Promise<LogTail> {
    const file = await openForReading(options.file);
    return new LogTail(options, await ChunkJournal.open(options.journal), file);
  }

  get #limit(): number {
    return this.options.limitBytes ?? Infinity;
  }

  get delivered(): boolean {
    return this.journal.complete && this.journal.pending.length === 0;
  }

  /** The file may have grown. */
  grew(): void {
    this.#waker.wake();
  }

  /** Nothing will be added to the file. */
  finish(): void {
    this.#fileIsComplete = true;
    this.#waker.wake();
  }

  confirm(archived: Archived): void {
    const oldest = this.journal.pending[0]?.seq ?? 0;
    this.journal.confirm(archived);
    const { pending, next } = this.journal;
    const upTo = (pending[0]?.seq ?? next.seq) - 1;
    if (upTo >= oldest) this.#window.confirmed(upTo, pending.filter(({ seq }) => seq < this.#unsent).length);
    for (const seq of this.#refused.keys()) if (seq <= upTo) this.#refused.delete(seq);
    this.#waker.wake();
  }

  /** The platform does not take this chunk: it is told that something is missing, and goes on with the next. */
  refuse(seq: number, why: string): void {
    if (this.#refused.has(seq) || !this.journal.pending.some((cut) => cut.seq === seq)) return;
    this.#refused.set(seq, why);
    this.#unsent = Math.min(this.#unsent, seq);
    this.#waker.wake();
  }

  /** Sends what is not confirmed again, at once: the bus is back. */
  resend(): void {
    this.#unsent = 0;
    this.#window.reset();
    this.#retryNow = true;
    this.#waker.wake();
  }

  close(): void {
    this.#closed = true;
    this.#waker.wake();
  }

  async #run(): Promise<void> {
    let retryMs = this.#timing.retryMs;
    while (!this.#closed && !this.delivered) {
      this.#waker.arm();
      try {
        await this.#waker.wait(await this.#step());
        retryMs = this.#timing.retryMs;
      } catch {
        await this.#pause(retryMs);
        retryMs = Math.min(MAX_RETRY_MS, 2 * retryMs);
      }
    }
    await this.journal.keep().catch(() => undefined);
    await this.journal.close();
    await this.file.close();
  }

  /** One thing at a time: sends a chunk or makes one. Returns for how many milliseconds there is nothing to do. */
  async #step(): Promise<number> {
    await this.journal.keep();
    const { pending, complete } = this.journal;
    const unsent = pending.find((cut) => cut.seq >= this.#unsent);
    if (unsent) {
      this.#unsent = unsent.seq + 1;
      await this.#send(unsent);
      return 0;
    }
    const cutInMs = complete || pending.length >= this.#window.size ? Infinity : await this.#cut();
    if (cutInMs === 0 || pending.length === 0) return cutInMs;
    const { resendInMs } = this.#window;
    if (resendInMs <= 0) {
      this.#window.timedOut(this.journal.next.seq);
      this.#unsent = 0;
    }
    return Math.min(cutInMs, resendInMs);
  }

  async #send(cut: Cut): Promise<void> {
    const { seq, offset, length, last } = cut;
    const text = await this.#textOf(cut);
    const at = new Date(cut.at).toISOString();
    try {
      await this.options.send({
        stream: this.options.stream,
        seq,
        offset,
        length,
        text,
        at,
        last,
      });
      this.#window.sent(seq);
    } catch (error) {
      this.#unsent = Math.min(this.#unsent, seq);
      throw error;
    }
  }

  /** As much of it as is there. */
  async #textOf({ seq, offset, length }: Cut): Promise<string> {
    const why = this.#refused.get(seq);
    if (why !== undefined)
      return `${length} bytes of output are missing here: the platform refused them (${why})\n`;
    if (offset === this.#limit && length > 0)
      return `output beyond ${this.#limit} bytes of this stream is not kept\n`;
    const from = offset - this.journal.restartedAt;
    if (from < 0) return '';
    const bytes = Buffer.alloc(length);
    let there = 0;
    while (there < length) {
      const { bytesRead } = await this.file.read(bytes, there, length - there, from + there);
      if (bytesRead === 0) break;
      there += bytesRead;
    }
    return bytes.subarray(0, there).toString('utf8');
  }

  async #cut(): Promise<number> {
    // Asked before reading: what was added until then is read.
    const isComplete = this.#fileIsComplete;
    const now = performance.now();
    const { offset } = this.journal.next;
    const from = offset - this.journal.restartedAt;
    // the byte at the limit stands for all that follows; after it there is nothing
    const room = offset < this.#limit ? this.#limit - offset : this.#limit + 1 - offset;
    const most = Math.min(CHUNK_BYTES, room);
    const { bytesRead } = most > 0 ? await this.file.read(this.#buffer, 0, most, from) : { bytesRead: 0 };
    if (bytesRead === 0) {
      if (most > 0 && (await this.file.stat()).size < from) {
        await this.journal.restart();
        return 0;
      }
      this.#partialSince = undefined;
      if (!isComplete) return Infinity;
      await this.journal.cut(0, true);
      return 0;
    }
    const full = bytesRead === CHUNK_BYTES;
    const flushInMs = this.#cutAt + this.#timing.flushMs - now;
    if (!full && !isComplete && flushInMs > 0) return flushInMs;
    this.#partialSince ??= now;
    const impatientInMs = isComplete ? 0 : this.#partialSince + this.#timing.partialLineMs - now;
    const isUpToLimit = most === room && bytesRead === most;
    const length = isUpToLimit
      ? bytesRead
      : cutLength(this.#buffer.subarray(0, bytesRead), { full, impatient: impatientInMs <= 0 });
    if (length === 0) return impatientInMs;
    await this.journal.cut(length, false);
    this.#partialSince = undefined;
    this.#cutAt = now;
    return 0;
  }

  async #pause(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    this.#retryNow = false;
    while (!this.#closed && !this.#retryNow && performance.now() < until) {
      this.#waker.arm();
      await this.#waker.wait(until - performance.now());
    }
  }
}

/** Where the agent is not root its jobs are the same user, and may take the right to read from a file of theirs. */
async function openForReading(path: string): Promise<FileHandle> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await open(path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EACCES' || tries === OPEN_TRIES) throw error;
      await chmod(path, 0o600);
    }
  }
}
