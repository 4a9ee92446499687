import { closeSync, fstatSync, openSync, readSync, statSync, statfsSync } from 'node:fs';

const EVERY_MS = 2_000;
const FULL_BELOW_BYTES = 1024 * 1024;
const ROOM_BYTES = 8 * 1024 * 1024;
const MAX_WAIT_MS = 300_000;
const READ_BYTES = 256 * 1024;

/** What nats-server logs of a stream that it no longer writes to: after a failed write only a restart fixes that. */
const STUCK =
  /JetStream (?:failed to store a msg on stream .*(?:no space left on device|disk quota exceeded)|out of .* will be DISABLED)/;

/**
 * Reports when the disk of a data folder is full and when there is room again, and then restarts the bus where it is
 * stuck: publishers keep what was not accepted, and send it again.
 */
export class DiskWatch {
  #timer;
  #full = false;
  #offset;
  #isStuck = false;
  #isRestarting = false;
  #waitMs = EVERY_MS;
  #restartedAt = -Infinity;

  constructor({ data, busLog, restartBus, everyMs = EVERY_MS, freeBytes = freeBytesAt }) {
    this.data = data;
    this.busLog = busLog;
    this.restartBus = restartBus;
    this.freeBytes = freeBytes;
    this.#offset = statSync(busLog, { throwIfNoEntry: false })?.size ?? 0;
    this.#timer = setInterval(() => this.#check(), everyMs).unref();
  }

  close() {
    clearInterval(this.#timer);
  }

  #check() {
    const free = this.freeBytes(this.data);
    const full = free < (this.#full ? ROOM_BYTES : FULL_BELOW_BYTES);
    if (full !== this.#full) {
      console.log(
        full
          ? `the disk that holds ${this.data} is full: nothing is recorded until there is free space`
          : `there is free space again on the disk that holds ${this.data}`,
      );
    }
    this.#full = full;
    const lines = this.#newLines();
    this.#isStuck ||= !this.#isRestarting && STUCK.test(lines);
    this.#isRestarting = false;
    if (!this.#isStuck || full || performance.now() - this.#restartedAt < this.#waitMs) return;
    console.log(
      'the bus stopped writing because the disk was full; it is restarted now that there is free space',
    );
    const longAgo = performance.now() - this.#restartedAt > 2 * MAX_WAIT_MS;
    this.#waitMs = longAgo ? EVERY_MS : Math.min(2 * this.#waitMs, MAX_WAIT_MS);
    this.#restartedAt = performance.now();
    this.#isStuck = false;
    // what it logs before it ends is ignored
    this.#isRestarting = true;
    this.restartBus();
  }

  /**
   * What was logged since the last check; from the beginning where the file was cut, the end of it where it is much.
   */
  #newLines() {
    let file;
    try {
      file = openSync(this.busLog, 'r');
      const { size } = fstatSync(file);
      const from = Math.max(size < this.#offset ? 0 : this.#offset, size - READ_BYTES);
      const bytes = Buffer.alloc(size - from);
      this.#offset = from + readSync(file, bytes, 0, bytes.length, from);
      return bytes.toString('utf8');
    } catch {
      return '';
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }
}

/** The disk of a folder that can't be read is unknown. */
function freeBytesAt(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}
