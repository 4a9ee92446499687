import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';

const MAX_BYTES = 16 * 1024 * 1024;
const KEPT = 2;
const CHECK_EVERY_MS = 10_000;
const LINE_LIMIT = 300;

/**
 * A folder of log files, one a process, each bounded. Processes write to the files themselves, so that they can go on
 * writing when the launcher is gone; a file that has grown is copied aside and cut, which may lose the lines of that
 * very moment.
 */
export class LogFolder {
  #paths = new Set();
  #timer;
  #maxBytes;
  #failing = false;

  constructor(folder, { maxBytes = MAX_BYTES, checkEveryMs = CHECK_EVERY_MS } = {}) {
    this.folder = folder;
    this.#maxBytes = maxBytes;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#timer = setInterval(() => this.#bound(), checkEveryMs).unref();
  }

  pathOf = (name) => join(this.folder, `${name}.log`);

  /** A file descriptor to append to; the caller closes it. */
  open(name) {
    const path = this.pathOf(name);
    this.#paths.add(path);
    this.#bound();
    return openSync(path, 'a', 0o600);
  }

  /** The last line in the log of a process that has ended, cut to what fits in a message; empty where there is none. */
  lastLine(name) {
    const path = this.pathOf(name);
    const lines = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
    return messageOf(lines.at(-1) ?? '').slice(0, LINE_LIMIT);
  }

  close() {
    clearInterval(this.#timer);
  }

  #bound() {
    for (const path of this.#paths) {
      try {
        if (existsSync(path) && statSync(path).size >= this.#maxBytes) cut(path);
      } catch (error) {
        if (!this.#failing) console.error(`${path} could not be truncated (${error.code}); retrying`);
        this.#failing = true;
        continue;
      }
      this.#failing = false;
    }
  }
}

/**
 * Where there is no room for a copy, the older ones are deleted for the new one; where even that is not enough, it is
 * deleted.
 */
function cut(path) {
  for (let age = KEPT; age > 1; age -= 1) {
    if (existsSync(`${path}.${age - 1}`)) renameSync(`${path}.${age - 1}`, `${path}.${age}`);
  }
  const copies = Array.from({ length: KEPT }, (_, age) => `${path}.${age + 1}`);
  try {
    copyFileSync(path, `${path}.1`);
  } catch (error) {
    if (error.code !== 'ENOSPC' && error.code !== 'EDQUOT') throw error;
    for (const copy of copies) rmSync(copy, { force: true });
    try {
      copyFileSync(path, `${path}.1`);
    } catch {
      rmSync(`${path}.1`, { force: true });
    }
  }
  truncateSync(path, 0);
}

/** A line of our own log is JSON, of which people want the message. */
function messageOf(line) {
  try {
    const { msg } = JSON.parse(line);
    return typeof msg === 'string' ? msg : line;
  } catch {
    return line;
  }
}
