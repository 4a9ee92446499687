import { constants, fstatSync, openSync, writeSync } from 'node:fs';

export interface LogSinkOptions {
  /** File descriptor that lines go to. */
  readonly fd: number;
  /** The line that says how many could not be written, and why. */
  readonly lossNote: (lost: number, code: string) => string;
  /** Bytes buffered for a slow reader; more are dropped. */
  readonly maxWaitingBytes?: number;
}

const MAX_WAITING_BYTES = 1024 * 1024;
const RETRY_MS = 50;
/** For how long an ending process waits for a reader to take the final lines. */
const FINAL_FLUSH_MS = 1_000;

/**
 * Writes lines at once and never throws or blocks. On a full disk lines are dropped, and their number is logged once
 * there is space again. A pipe or terminal that is not read is written to without waiting: what does not fit is
 * buffered up to a bound. After the reader has closed it nothing is written.
 */
export class LogSink {
  readonly #fd: number;
  readonly #maxWaitingBytes: number;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #lost = 0;
  #lostBy = '';
  /** The last line was written only in part. */
  #isPartialLine = false;
  #closed = false;

  constructor(private readonly options: LogSinkOptions) {
    this.#fd = withoutBlocking(options.fd);
    this.#maxWaitingBytes = options.maxWaitingBytes ?? MAX_WAITING_BYTES;
    process.on('exit', () => this.flushSync());
  }

  /** @param line with its line break */
  write(line: string): void {
    if (this.#closed) return;
    const text = this.#lost === 0 ? line : this.options.lossNote(this.#lost, this.#lostBy) + line;
    const bytes = Buffer.from(this.#isPartialLine ? `\n${text}` : text);
    const taken = this.#waiting.length > 0 ? this.#keep(bytes) : this.#send(bytes);
    if (!taken) return;
    this.#lost = 0;
    this.#isPartialLine = false;
  }

  /** Gives a slow reader a moment for what waits; called by pino after a fatal line, and when the process ends. */
  flushSync(): void {
    for (let left = FINAL_FLUSH_MS; this.#waiting.length > 0 && !this.#closed && left > 0; left -= 10) {
      this.#sendWaiting();
      if (this.#waiting.length > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }

  /** False where it is lost. */
  #send(bytes: Buffer): boolean {
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#fd, bytes, written);
      return true;
    } catch (error) {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return this.#keep(bytes.subarray(written));
      this.#closed = code === 'EPIPE';
      return this.#lose(code, written);
    }
  }

  #lose(code: string, written: number): false {
    this.#lost += 1;
    this.#lostBy = code;
    this.#isPartialLine ||= written > 0;
    return false;
  }

  #keep(bytes: Buffer): boolean {
    if (this.#waitingBytes + bytes.length > this.#maxWaitingBytes) return this.#lose('EAGAIN', 0);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#timer ??= setInterval(() => this.#sendWaiting(), RETRY_MS).unref();
    return true;
  }

  #sendWaiting(): void {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (bytes.length > 0) this.#send(bytes);
    if (this.#waiting.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/**
 * The same pipe or terminal, opened anew for this process alone, since whether writes wait is a property that all who
 * share an open file have in common. Files never make one wait; where it can't be opened anew it is used as it is.
 */
function withoutBlocking(fd: number): number {
  try {
    const kind = fstatSync(fd);
    if (!kind.isFIFO() && !kind.isCharacterDevice()) return fd;
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return fd;
  }
}
