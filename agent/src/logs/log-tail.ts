import { chmod, open, type FileHandle } from 'node:fs/promises';
import type { LogChunk } from '@berth/contracts/agent/messages';
import { ChunkJournal, type Archived, type Cut } from './chunk-journal.js';
import { cutLength } from './cut-length.js';
import { SendWindow } from './send-window.js';
import { Notifier } from '../notifier.js';

export interface TailOptions {
  readonly stream: 'stdout' | 'stderr';
  readonly file: string;
  /** Where the cuts are kept. */
  readonly journal: string;
  /** Resolves once the chunk is published; a rejection is retried until the tail is closed. */
  readonly send: (chunk: LogChunk) => Promise<void>;
  /** Maximum bytes of the stream that are sent; a job may make its file look larger than it is, or rewrite it. */
  readonly limitBytes?: number | undefined;
  readonly timing?: Partial<TailTiming>;
}

export interface TailTiming {
  /** Minimum interval between two chunks that are not full. */
  readonly flushMs: number;
  /** Timeout for the end of a line whose beginning is there. */
  readonly partialLineMs: number;
  /** An unconfirmed chunk is sent again after this time, with a backoff of up to a minute. */
  readonly resendMs: number;
  /** Backoff after a failed send; doubled each time, up to 5 s. */
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
  readonly #notifier = new Notifier();
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
    this.#notifier.notify();
  }

  /** Nothing will be added to the file. */
  finish(): void {
    this.#fileIsComplete = true;
    this.#notifier.notify();
  }

  confirm(archived: Archived): void {
    const oldest = this.journal.pending[0]?.seq ?? 0;
    this.journal.confirm(archived);
    const { pending, next } = this.journal;
    const upTo = (pending[0]?.seq ?? next.seq) - 1;
    if (upTo >= oldest) this.#window.confirmed(upTo, pending.filter(({ seq }) => seq < this.#unsent).length);
    for (const seq of this.#refused.keys()) if (seq <= upTo) this.#refused.delete(seq);
    this.#notifier.notify();
  }

  /** The platform refused this chunk: a note that output is missing is sent in its place, then the next chunk. */
  refuse(seq: number, why: string): void {
    if (this.#refused.has(seq) || !this.journal.pending.some((cut) => cut.seq === seq)) return;
    this.#refused.set(seq, why);
    this.#unsent = Math.min(this.#unsent, seq);
    this.#notifier.notify();
  }

  /** Sends all unconfirmed chunks again at once, when the bus is back. */
  resend(): void {
    this.#unsent = 0;
    this.#window.reset();
    this.#retryNow = true;
    this.#notifier.notify();
  }

  close(): void {
    this.#closed = true;
    this.#notifier.notify();
  }

  async #run(): Promise<void> {
    let retryMs = this.#timing.retryMs;
    while (!this.#closed && !this.delivered) {
      this.#notifier.reset();
      try {
        await this.#notifier.wait(await this.#step());
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

  /** One step: sends a chunk or cuts one. Returns the milliseconds until the next step. */
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

  /** As much of the text as is in the file. */
  async #textOf({ seq, offset, length }: Cut): Promise<string> {
    const why = this.#refused.get(seq);
    if (why !== undefined)
      return `${length} bytes of output are missing here: the platform rejected them (${why})\n`;
    if (offset === this.#limit && length > 0)
      return `output beyond the maximum of ${this.#limit} bytes of this stream is discarded\n`;
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
    // Read this first: whatever was written before it is in the file.
    const isComplete = this.#fileIsComplete;
    const now = performance.now();
    const { offset } = this.journal.next;
    const from = offset - this.journal.restartedAt;
    // the byte at the limit stands for all output beyond it
    const room = offset < this.#limit ? this.#limit - offset : this.#limit + 1 - offset;
    const maxBytes = Math.min(CHUNK_BYTES, room);
    const { bytesRead } =
      maxBytes > 0 ? await this.file.read(this.#buffer, 0, maxBytes, from) : { bytesRead: 0 };
    if (bytesRead === 0) {
      if (maxBytes > 0 && (await this.file.stat()).size < from) {
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
    const lineTimeoutInMs = isComplete ? 0 : this.#partialSince + this.#timing.partialLineMs - now;
    const isUpToLimit = maxBytes === room && bytesRead === maxBytes;
    const length = isUpToLimit
      ? bytesRead
      : cutLength(this.#buffer.subarray(0, bytesRead), { full, lineTimedOut: lineTimeoutInMs <= 0 });
    if (length === 0) return lineTimeoutInMs;
    await this.journal.cut(length, false);
    this.#partialSince = undefined;
    this.#cutAt = now;
    return 0;
  }

  async #pause(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    this.#retryNow = false;
    while (!this.#closed && !this.#retryNow && performance.now() < until) {
      this.#notifier.reset();
      await this.#notifier.wait(until - performance.now());
    }
  }
}

/** Where the agent is not root its jobs run as the same user, and may remove the read permission of their files. */
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
