import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userOf } from '../rights.js';

export interface Login {
  readonly service: string;
  readonly user: string;
  readonly password: string;
}

const PASSWORD_BYTES = 24;

/** The user and password of each service, in a file that only its owner reads; made where it is not there. */
export function ensureLogins(folder: string, services: readonly string[]): readonly Login[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return services.map((service) => {
    const path = join(folder, `${service}.login`);
    if (!existsSync(path)) {
      const password = randomBytes(PASSWORD_BYTES).toString('base64url');
      writeFileSync(path, `${userOf(service)}:${password}\n`, { mode: 0o600, flag: 'wx' });
    }
    const [user = '', password = ''] = readFileSync(path, 'utf8').trim().split(':');
    if (user !== userOf(service) || password === '') {
      throw new RangeError(
        `${path} must hold ${userOf(service)}:PASSWORD in one line; remove it to create it again`,
      );
    }
    return { service, user, password };
  });
}
