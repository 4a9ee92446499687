import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Makes this the only agent of a folder: two would send the same output under the same numbers. Held by SQLite's write
 * lock on an empty database in the folder, which is the operating system's and goes with the process, however it ends;
 * Node has no call of its own for one. It lies where no job gets to: names that all processes of a host share (abstract
 * sockets, ports) could be taken by a job while the agent is away, which then could not come back.
 * @throws where another agent has the folder
 */
export function acquireAgentLock(folder: string): void {
  const lock = new DatabaseSync(join(folder, 'agent.lock'), { timeout: 0 });
  try {
    // nothing is ever written, so that a full disk is no hindrance
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN IMMEDIATE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new Error(`another agent already runs on ${folder}`);
  }
  held.add(lock);
}

/** What is collected is closed, and with it the lock would go. */
const held = new Set<DatabaseSync>();

const SQLITE_BUSY = 5;
const isBusy = (error: unknown): boolean => (error as { errcode?: number }).errcode === SQLITE_BUSY;
