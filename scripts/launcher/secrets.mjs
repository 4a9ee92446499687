import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';

/** A file with so many random bytes, written once and kept; owner only. Returns its path. */
export function ensureSecret(path, { bytes, encoding }) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  writeFileSync(temporary, randomBytes(bytes).toString(encoding), { mode: 0o600, flush: true });
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return path;
}
