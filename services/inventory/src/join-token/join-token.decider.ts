import type { JoinTokenEvent } from '@berth/contracts/inventory/events';
import { assertNever } from '@berth/kernel/assert-never';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

export type JoinToken = {
  readonly status: 'active' | 'revoked';
  readonly id: string;
  readonly poolId: string;
  readonly expiresAt?: string;
  readonly maxUses?: number;
  /** Hosts that joined with it; one that joins again does not count twice. */
  readonly hostIds: readonly string[];
};
export type JoinTokenState = { readonly status: 'none' } | JoinToken;

export const noJoinToken: JoinTokenState = { status: 'none' };

export function evolveJoinToken(state: JoinTokenState, event: JoinTokenEvent): JoinTokenState {
  switch (event.type) {
    case 'inventory.joinToken.created.v1': {
      const { tokenId, poolId, expiresAt, maxUses } = event.data;
      return { status: 'active', id: tokenId, poolId, expiresAt, maxUses, hostIds: [] };
    }
    case 'inventory.joinToken.used.v1': {
      const token = existing(state, event);
      return { ...token, hostIds: [...token.hostIds, event.data.hostId] };
    }
    case 'inventory.joinToken.revoked.v1':
      return { ...existing(state, event), status: 'revoked' };
    default:
      return assertNever(event);
  }
}

function existing(state: JoinTokenState, event: JoinTokenEvent): JoinToken {
  if (state.status === 'none') throw new Error(`${event.type} of a join token that was not created`);
  return state;
}

export type JoinTokenCommand =
  | {
      readonly type: 'createJoinToken';
      readonly tokenId: string;
      readonly poolId: string;
      readonly hash: string;
      readonly expiresAt?: string;
      readonly maxUses?: number;
    }
  | { readonly type: 'useJoinToken'; readonly tokenId: string; readonly hostId: string; readonly now: string }
  | { readonly type: 'revokeJoinToken'; readonly tokenId: string };

type Decision = Result<readonly JoinTokenEvent[], Rejection>;

export const invalidToken = reject('UNAUTHENTICATED', 'the join token is not valid', 'token');

export const joinTokenDecider: Decider<JoinTokenState, JoinTokenCommand, JoinTokenEvent> = {
  initialState: noJoinToken,
  evolve: evolveJoinToken,
  decide,
};

function decide(command: JoinTokenCommand, state: JoinTokenState): Decision {
  switch (command.type) {
    case 'createJoinToken': {
      const { type: _, ...data } = command;
      return ok(state.status === 'none' ? [{ type: 'inventory.joinToken.created.v1', data }] : []);
    }
    case 'useJoinToken':
      return state.status === 'none' ? err(invalidToken) : use(command, state);
    case 'revokeJoinToken': {
      if (state.status === 'none') return err(reject('NOT_FOUND', 'there is no such join token', 'tokenId'));
      const { tokenId } = command;
      return ok(
        state.status === 'revoked' ? [] : [{ type: 'inventory.joinToken.revoked.v1', data: { tokenId } }],
      );
    }
    default:
      return assertNever(command);
  }
}

function use(
  { tokenId, hostId, now }: Extract<JoinTokenCommand, { type: 'useJoinToken' }>,
  token: JoinToken,
): Decision {
  if (token.status === 'revoked') return err(invalidToken);
  if (token.expiresAt !== undefined && token.expiresAt <= now) {
    return err(
      reject(
        'UNAUTHENTICATED',
        'the join token has expired: ask staff (admin or operator) for a new one',
        'token',
      ),
    );
  }
  if (token.hostIds.includes(hostId)) return ok([]);
  if (token.maxUses !== undefined && token.hostIds.length >= token.maxUses) {
    return err(
      reject(
        'UNAUTHENTICATED',
        'the join token has reached its maximum number of uses: ask staff (admin or operator) for a new one',
        'token',
      ),
    );
  }
  return ok([{ type: 'inventory.joinToken.used.v1', data: { tokenId, hostId } }]);
}
