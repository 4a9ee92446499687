import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { assertNever } from '@berth/kernel/assert-never';
import { isBusy, isDamage, unavailable } from './failures.js';
import { applySettings, createLayout, layoutOf, type Layout } from './table.js';

/** How long to wait for an earlier process to let go of the file, in milliseconds. */
const BUSY_TIMEOUT_MS = 2_000;

/** Marker next to a file found damaged while in use. */
const damageMark = (path: string) => `${path}.damaged`;

/** Where even that can't be written, the damage is met again. */
export function markDamaged(path: string): void {
  try {
    writeFileSync(damageMark(path), '');
  } catch {
    return;
  }
}

/**
 * Opens the file, or starts a new one where it is unusable, after a call of `onUnusable` with the reason. Where that
 * throws, the file stays as it is.
 */
export function openFile(path: string, onUnusable: (reason: string) => void): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(damageMark(path))) {
    onUnusable(`${path} is damaged`);
    moveAside(path);
  }
  const { database, found } = inspect(path);
  switch (found) {
    case 'ours':
    case 'empty':
      return database;
    case 'foreign':
      throw new Error(`${path} is a database of another program`);
    case 'otherFormat':
      onUnusable(`${path} has another format`);
      remove(path);
      return openFile(path, onUnusable);
    case 'damaged':
      onUnusable(`${path} cannot be read`);
      moveAside(path);
      return openFile(path, onUnusable);
    default:
      return assertNever(found);
  }
}

type InspectedFile =
  | { readonly found: Extract<Layout, 'ours' | 'empty'>; readonly database: DatabaseSync }
  | { readonly found: Exclude<Layout, 'ours' | 'empty'> | 'damaged'; readonly database?: never };

/** The file ready for use, or closed again and why. */
function inspect(path: string): InspectedFile {
  let database: DatabaseSync | undefined;
  try {
    database = connect(path);
    const found = layoutOf(database);
    if (found === 'foreign' || found === 'otherFormat') {
      database.close();
      return { found };
    }
    if (found === 'empty') createLayout(database);
    else applySettings(database);
    return { found, database };
  } catch (error) {
    if (database?.isOpen) database.close();
    if (isBusy(error)) throw unavailable(path, new Error('another process holds the file'));
    if (!isDamage(error)) throw unavailable(path, error);
    return { found: 'damaged' };
  }
}

/** One process per file: an exclusive lock saves locking for every read, and a second process fails at once. */
function connect(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  return database;
}

function moveAside(path: string): void {
  if (existsSync(path)) renameSync(path, `${path}.unreadable`);
  remove(path);
}

function remove(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
  rmSync(damageMark(path), { force: true });
}
