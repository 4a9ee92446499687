import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { Mendable } from '../setup/errors.mjs';
import { takeLock } from '../setup/lock-file.mjs';

/**
 * Takes the lock of a data folder for this process, or says who holds it, as `takeLock` does.
 *
 * A folder that was copied while it was in use holds the original's lock, which could as well be its own had the folder
 * been moved. Only whoever copied it knows, so this refuses and says so.
 */
export function takeDataLock(data) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const path = join(data, 'launcher.lock');
  const folder = realpathSync(data);
  const lock = takeLock(path, { folder });
  const held = lock.holder?.folder ?? folder;
  if (held === folder) return lock;
  const { pid, since } = lock.holder;
  throw new Mendable(
    `${path} was taken for ${held} by process ${pid}, which runs since ${since}; if ${data} is a copy of that folder, remove the lock: what runs for the original is left alone`,
  );
}
