import { closeSync, fstatSync, openSync, readSync, statSync, statfsSync } from 'node:fs';

const EVERY_MS = 2_000;
const FULL_BELOW_BYTES = 1024 * 1024;
const ROOM_BYTES = 8 * 1024 * 1024;
const LONGEST_WAIT_MS = 300_000;
const READ_BYTES = 256 * 1024;

/** What nats-server says of a stream that it writes no more to: once a write has failed, only a new start mends that. */
const STUCK =
  /JetStream (?:failed to store a msg on stream .*(?:no space left on device|disk quota exceeded)|out of .* will be DISABLED)/;

/**
 * Says when the disk of a data folder is full and when there is room again, and then starts the bus again where it is
 * stuck: whoever publishes keeps what was not taken, and sends it again.
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
    this.#timer = setInterval(() => this.#look(), everyMs).unref();
  }

  close() {
    clearInterval(this.#timer);
  }

  #look() {
    const free = this.freeBytes(this.data);
    const full = free < (this.#full ? ROOM_BYTES : FULL_BELOW_BYTES);
    if (full !== this.#full) {
      console.log(
        full
          ? `the disk that holds ${this.data} is full: nothing more is recorded until there is room`
          : `there is room again on the disk that holds ${this.data}`,
      );
    }
    this.#full = full;
    const lines = this.#newLines();
    this.#isStuck ||= !this.#isRestarting && STUCK.test(lines);
    this.#isRestarting = false;
    if (!this.#isStuck || full || performance.now() - this.#restartedAt < this.#waitMs) return;
    console.log('the bus could not write for want of room and is started again, now that there is some');
    const longAgo = performance.now() - this.#restartedAt > 2 * LONGEST_WAIT_MS;
    this.#waitMs = longAgo ? EVERY_MS : Math.min(2 * this.#waitMs, LONGEST_WAIT_MS);
    this.#restartedAt = performance.now();
    this.#isStuck = false;
    // what it still says before it ends is of no account
    this.#isRestarting = true;
    this.restartBus();
  }

  /** What was logged since the last look; from the beginning where the file was cut, the end of it where it is much. */
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

/** A folder that can't be looked at says nothing of its disk. */
function freeBytesAt(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}
