import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
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

  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#timer = setInterval(() => this.#bound(), CHECK_EVERY_MS).unref();
  }

  pathOf = (name) => join(this.folder, `${name}.log`);

  /** A file descriptor to append to; the caller closes it. */
  open(name) {
    const path = this.pathOf(name);
    this.#paths.add(path);
    this.#bound();
    return openSync(path, 'a', 0o600);
  }

  /** The last line of a process that has ended, cut to what fits in a message; empty where it said nothing. */
  lastLine(name) {
    const path = this.pathOf(name);
    const lines = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
    return lines.at(-1)?.slice(0, LINE_LIMIT) ?? '';
  }

  close() {
    clearInterval(this.#timer);
  }

  #bound() {
    for (const path of this.#paths) {
      if (!existsSync(path) || statSync(path).size < MAX_BYTES) continue;
      for (let age = KEPT; age > 1; age -= 1) {
        if (existsSync(`${path}.${age - 1}`)) renameSync(`${path}.${age - 1}`, `${path}.${age}`);
      }
      copyFileSync(path, `${path}.1`);
      truncateSync(path, 0);
    }
  }
}
