import { createHash } from 'node:crypto';
import { idFromName } from '@berth/kernel/ids';
import type { Vault } from '@berth/service-host/vault';

/** Derived from the command, so that a repeated command returns the same secret, though it is not stored. */
export const secretFor = (vault: Pick<Vault, 'blind'>, commandId: string): string =>
  vault.blind('calendarFeed', commandId);

/** SHA-256 suffices for secrets with 256 bits of entropy. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The id follows from the hash, so that whoever shows a secret is found without comparing it with others'. */
export const feedIdOf = (secretHash: string): string => idFromName('calendarFeed', secretHash);
