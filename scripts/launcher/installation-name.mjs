import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { ensureSecret } from './secrets.mjs';

/** In the environment of every process of an installation, so that the installation of a process can be determined. */
export const INSTALLATION_VARIABLE = 'BERTH_INSTALLATION';

/**
 * Identifies an installation on the machine: the id that its folder was given once, and where the folder really is,
 * since a copy of the folder has the same id.
 */
export function installationName(data) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = ensureSecret(join(data, 'installation-id'), { bytes: 12, encoding: 'hex' });
  return `${readFileSync(file, 'utf8')}@${realpathSync(data)}`;
}
