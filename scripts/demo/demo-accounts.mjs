import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const USERNAMES = { admin: 'grace', member: 'ada' };

/**
 * The demonstration's people with passwords of this installation, `{ admin, member }`. Kept for the next time, readable
 * by the owner only, and written before the first registration, so that no account is ever without its password.
 */
export function logIns(data) {
  const path = join(data, 'demo-log-ins.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  const made = Object.fromEntries(
    Object.entries(USERNAMES).map(([role, username]) => [
      role,
      { username, email: `${username}@example.org`, password: randomBytes(12).toString('base64url') },
    ]),
  );
  writeFileSync(`${path}.tmp`, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
  return made;
}
