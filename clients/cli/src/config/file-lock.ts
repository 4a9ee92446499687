import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../errors.js';

const RETRY_MS = 25;
const TIMEOUT_MS = 20_000;
/** A refresh takes far less; who holds it longer has died, or is on another machine that has. */
const STALE_MS = 15_000;

/** Runs something while no other process of this user, of this machine or of one that shares the folder, does the same. */
export async function withLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const deadline = Date.now() + TIMEOUT_MS;
  while (!take(path)) {
    if (Date.now() > deadline)
      throw new CliError(`${path} is held by another process for more than ${TIMEOUT_MS / 1_000} s`);
    await sleep(RETRY_MS);
  }
  try {
    return await action();
  } finally {
    release(path);
  }
}

/** Not one that another process has taken over, because this one took too long. */
function release(path: string): void {
  try {
    if (readFileSync(path, 'utf8') === `${process.pid}\n`) rmSync(path, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function take(path: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, `${process.pid}\n`);
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    removeStale(path);
    return false;
  }
}

/** By renaming first: of several that find it stale one removes it, and no fresh one. */
function removeStale(path: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    const { mtimeMs } = statSync(path);
    if (Date.now() - mtimeMs < STALE_MS) return;
    const holder = readFileSync(path, 'utf8');
    renameSync(path, aside);
    // taken anew between the look and the rename: it goes back
    if (readFileSync(aside, 'utf8') !== holder) renameSync(aside, path);
    else rmSync(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
