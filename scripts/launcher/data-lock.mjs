import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { FixableError } from '../setup/errors.mjs';
import { takeLock } from '../setup/lock-file.mjs';

/**
 * Takes the lock of a data folder for this process, or returns its holder, as `takeLock` does.
 *
 * A folder that was copied while it was in use holds the original's lock, which could as well be its own had the folder
 * been moved. Only the user knows, so this refuses with a message.
 */
export function takeDataLock(data) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const path = join(data, 'launcher.lock');
  const folder = realpathSync(data);
  const lock = takeLock(path, { folder });
  const held = lock.holder?.folder ?? folder;
  if (held === folder) return lock;
  const { pid, since } = lock.holder;
  throw new FixableError(
    `${path} locks ${held} for process ${pid}, which runs since ${since}; if ${data} is a copy of that folder, remove the lock: the processes of the original are not affected`,
  );
}
