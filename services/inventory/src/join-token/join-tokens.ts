import type { JoinTokenEvent } from '@berth/contracts/inventory/events';
import type { Position } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { JoinTokenCommand } from './join-token.commands.js';
import { invalidToken } from './join-token.decider.js';
import type { JoinToken, JoinTokenState } from './join-token.js';
import { joinTokenStream } from './join-token-issuer.js';

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
