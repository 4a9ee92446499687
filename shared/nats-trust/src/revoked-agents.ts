import { join } from 'node:path';
import { readIfThere, replacePrivateFile } from './private-files.js';

/** In the trust's folder: public keys of agents whose hosts were removed, one a line. Keys only ever come to it. */
export const REVOKED_AGENTS_FILE = 'revoked-agents';

const PUBLIC_KEY = /^U[A-Z2-7]{55}$/;
/** Everything signed for such a key, also what a process that has not read the list signs later. */
const REVOKED_UNTIL = 253_402_300_799;

export const revokedAgentsFile = (trustDir: string): string => join(trustDir, REVOKED_AGENTS_FILE);

export function revokedAgents(file: string): readonly string[] {
  const lines = Buffer.from(readIfThere(file) ?? [])
    .toString('utf8')
    .split('\n');
  return [...new Set(lines.filter((line) => PUBLIC_KEY.test(line)))].sort();
}

/** @returns those that are new */
export function revokeAgents(file: string, publicKeys: readonly string[]): readonly string[] {
  const known = revokedAgents(file);
  const fresh = publicKeys.filter((key) => PUBLIC_KEY.test(key) && !known.includes(key));
  if (fresh.length > 0) replacePrivateFile(file, `${[...known, ...fresh].sort().join('\n')}\n`);
  return fresh;
}

/** As an account's JWT has them: until when (seconds) what was signed for a key is refused. */
export const revocationsOf = (publicKeys: readonly string[]): { [publicKey: string]: number } =>
  Object.fromEntries(publicKeys.map((key) => [key, REVOKED_UNTIL]));
