import { createHash } from 'node:crypto';
import { idFromName } from '@berth/kernel/ids';
import type { Vault } from '@berth/service-host/vault';

/** SHA-256 does for secrets with 256 bits of chance in them: there is nothing to guess. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The id follows from the token, so that whoever shows one is found without a search, and it gives nothing away. */
export const tokenIdOf = (token: string): string => idFromName('joinToken', hashOfToken(token));

export const joinTokenStream = (tokenId: string): string => `joinToken:${tokenId}`;

/** Makes tokens that nobody can guess, and the same one again for the same command, though it is kept nowhere. */
export class TokenMint {
  constructor(private readonly vault: Pick<Vault, 'blind'>) {}

  tokenFor(commandId: string): string {
    return `berth-join-${this.vault.blind('joinToken', commandId)}`;
  }
}
