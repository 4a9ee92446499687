import { createHash } from 'node:crypto';
import { idFromName } from '@berth/kernel/ids';
import type { Vault } from '@berth/service-host/vault';

/** Made of the command, so that a command sent again is answered with the same secret, though it is kept nowhere. */
export const secretFor = (vault: Pick<Vault, 'blind'>, commandId: string): string =>
  vault.blind('calendarFeed', commandId);

/** SHA-256 does for secrets with 256 bits of chance in them: there is nothing to guess. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The id follows from the hash, so that whoever shows a secret is found without comparing it with others'. */
export const feedIdOf = (secretHash: string): string => idFromName('calendarFeed', secretHash);
