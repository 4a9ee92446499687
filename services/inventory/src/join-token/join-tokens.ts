import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { JoinTokenEvent } from '@berth/contracts/inventory/events';
import type { Position } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Vault } from '@berth/service-host/vault';
import { bySystem } from '../command-part.js';
import { DEFAULT_POOL_ID } from '../pool/pool.decider.js';
import {
  type JoinTokenCommand,
  invalidToken,
  type JoinToken,
  type JoinTokenState,
} from './join-token.decider.js';

/** SHA-256 suffices for secrets with 256 bits of entropy. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The id is derived from the hash of the token, so that it is found without a search and reveals nothing. */
export const tokenIdOf = (token: string): string => idFromName('joinToken', hashOfToken(token));

const joinTokenStream = (tokenId: string): string => `joinToken:${tokenId}`;

/** Issues tokens that cannot be guessed; the same command gives the same token, which is stored nowhere. */
export class JoinTokenIssuer {
  constructor(private readonly vault: Pick<Vault, 'blind'>) {}

  tokenFor(commandId: string): string {
    return `berth-join-${this.vault.blind('joinToken', commandId)}`;
  }
}

export interface JoinTokenResult {
  readonly token: JoinToken;
  readonly position?: Position;
}

/** Carries out what is decided about join tokens. */
export class JoinTokens {
  constructor(private readonly aggregates: Aggregates<JoinTokenState, JoinTokenCommand, JoinTokenEvent>) {}

  async exists(tokenId: string): Promise<boolean> {
    return (await this.aggregates.load(joinTokenStream(tokenId))).state.status !== 'none';
  }

  async execute(command: JoinTokenCommand, meta: CommandMeta): Promise<Result<JoinTokenResult, Rejection>> {
    const done = await this.aggregates.execute(joinTokenStream(command.tokenId), command, meta);
    if (!done.ok) return done;
    const { state, position } = done.value;
    if (state.status === 'none') return err(invalidToken);
    return ok({ token: state, ...defined({ position }) });
  }
}

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
