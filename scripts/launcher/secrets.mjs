import { existsSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { FixableError } from '../setup/errors.mjs';

/** What may hold values that only the master key opens. */
const SEALED_IN = ['events.sqlite', 'keys.sqlite'];

/**
 * The key that wraps all others. It is made where there is no data yet: another one beside data would open nothing in
 * it, and what is sealed under it could not be read once the right one is back.
 */
export function ensureMasterKey(data) {
  const path = join(data, 'secrets', 'master.key');
  const held = existsSync(path) ? undefined : sealedUnder(join(data, 'services'));
  if (held) {
    throw new FixableError(
      `${path} is missing, and ${held} was written with it; restore the file from the backup of this data. Nothing was changed`,
    );
  }
  return ensureSecret(path, { bytes: 32, encoding: 'base64' });
}

function sealedUnder(services) {
  const names = existsSync(services) ? readdirSync(services) : [];
  return names.flatMap((name) => SEALED_IN.map((file) => join(services, name, file))).find(existsSync);
}

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
