import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { identityOf, isRunning } from './process-identity.mjs';

/**
 * Takes the lock for this process: `{ release, update }`, or `{ holder }` when another process that is alive has it. A
 * lock whose process is gone is ignored. `info` is kept in it, for the message to others.
 */
export function takeLock(path, info = {}) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const mine = {
    pid: process.pid,
    identity: identityOf(process.pid),
    since: new Date().toISOString(),
    ...info,
  };
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (putInPlace(path, JSON.stringify(mine))) return held(path, mine);
    const found = readText(path);
    if (found === undefined) continue;
    const holder = parse(found);
    if (holder && isRunning(holder)) return { holder };
    removeStale(path, found);
  }
  throw new Error(`could not acquire the lock ${path}: other processes keep acquiring it`);
}

function held(path, mine) {
  let content = JSON.stringify(mine);
  const release = () => {
    if (readText(path) === content) rmSync(path, { force: true });
  };
  process.once('exit', release);
  return {
    release,
    update(more) {
      content = JSON.stringify({ ...mine, ...more });
      const temporary = temporaryFor(path, content);
      renameSync(temporary, path);
    },
  };
}

/** The file appears with its whole content, or not at all. */
function putInPlace(path, content) {
  const temporary = temporaryFor(path, content);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Two may find the same stale lock: the slower must not remove what the faster has put in its place. */
function removeStale(path, stale) {
  const aside = `${path}.${randomBytes(4).toString('hex')}.old`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const moved = readText(aside);
  if (moved !== undefined && moved !== stale) putInPlace(path, moved);
  rmSync(aside, { force: true });
}

function temporaryFor(path, content) {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  writeFileSync(temporary, content, { mode: 0o600 });
  return temporary;
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
