import { createHash } from 'node:crypto';
import { idFromName } from '@berth/kernel/ids';
import type { Vault } from '@berth/service-host/vault';

/** SHA-256 suffices for secrets with 256 bits of entropy. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The id is derived from the hash of the token, so that it is found without a search and reveals nothing. */
export const tokenIdOf = (token: string): string => idFromName('joinToken', hashOfToken(token));

export const joinTokenStream = (tokenId: string): string => `joinToken:${tokenId}`;

/** Issues tokens that cannot be guessed; the same command gives the same token, which is stored nowhere. */
export class JoinTokenIssuer {
  constructor(private readonly vault: Pick<Vault, 'blind'>) {}

  tokenFor(commandId: string): string {
    return `berth-join-${this.vault.blind('joinToken', commandId)}`;
  }
}
