import { readFile } from 'node:fs/promises';
import { bySystem } from '../command-part.js';
import { DEFAULT_POOL_ID } from '../pool/pool.js';
import type { JoinTokens } from './join-tokens.js';
import { hashOfToken, tokenIdOf } from './join-token-issuer.js';

/** Registers the launcher's join token for the local agent, in the pool "default". A revoked one stays revoked. */
export async function ensureLocalToken(path: string, tokens: JoinTokens, now: string): Promise<void> {
  const token = (await readFile(path, 'utf8')).trim();
  if (token.length < 20) {
    throw new Error('BERTH_LOCAL_JOIN_TOKEN_FILE: must hold a token of at least 20 characters');
  }
  const tokenId = tokenIdOf(token);
  const made = await tokens.execute(
    { type: 'createJoinToken', tokenId, poolId: DEFAULT_POOL_ID, hash: hashOfToken(token) },
    bySystem('inventory', 'inventory.joinToken.create.v1', now, tokenId),
  );
  if (!made.ok) throw new Error(`the local join token could not be registered: ${made.error.message}`);
}
