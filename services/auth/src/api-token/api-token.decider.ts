import type { ApiTokenEvent } from '@berth/contracts/auth/events';
import type { ApiTokenScope } from '@berth/contracts/auth/roles';
import { assertNever } from '@berth/kernel/assert-never';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

export type ApiToken =
  | { readonly status: 'none' }
  | {
      readonly status: 'valid' | 'revoked';
      readonly id: string;
      readonly userId: string;
      readonly name: string;
      readonly scopes: readonly ApiTokenScope[];
      readonly hash: string;
      readonly expiresAt: string;
    };

const noToken: ApiToken = { status: 'none' };

export const apiTokenStream = (tokenId: string): string => `apiToken:${tokenId}`;

function evolveApiToken(state: ApiToken, event: ApiTokenEvent): ApiToken {
  switch (event.type) {
    case 'auth.apiToken.created.v1': {
      const { tokenId, ...rest } = event.data;
      return { status: 'valid', id: tokenId, ...rest };
    }
    case 'auth.apiToken.revoked.v1':
      if (state.status === 'none') throw new Error(`${event.type} on a token that never was`);
      return { ...state, status: 'revoked' };
    default:
      return assertNever(event);
  }
}

export interface CreateApiToken {
  readonly type: 'createApiToken';
  readonly tokenId: string;
  readonly userId: string;
  readonly name: string;
  readonly scopes: readonly ApiTokenScope[];
  readonly hash: string;
  readonly expiresAt: string;
}

export interface RevokeApiToken {
  readonly type: 'revokeApiToken';
  /** Required owner of the token; omitted if an admin revokes it. */
  readonly ownerId?: string | undefined;
}

export type ApiTokenCommand = CreateApiToken | RevokeApiToken;

const NO_SUCH_TOKEN = reject('NOT_FOUND', 'there is no such API token', 'tokenId');

export const apiTokenDecider: Decider<ApiToken, ApiTokenCommand, ApiTokenEvent> = {
  initialState: noToken,
  evolve: evolveApiToken,
  decide(command, state) {
    switch (command.type) {
      case 'createApiToken': {
        if (state.status !== 'none')
          return err(reject('ALREADY_EXISTS', 'an API token with this id exists already', 'idempotencyKey'));
        const { type: _, scopes, ...data } = command;
        return ok([{ type: 'auth.apiToken.created.v1', data: { ...data, scopes: [...new Set(scopes)] } }]);
      }
      case 'revokeApiToken': {
        if (state.status === 'none') return err(NO_SUCH_TOKEN);
        if (command.ownerId !== undefined && command.ownerId !== state.userId) return err(NO_SUCH_TOKEN);
        if (state.status === 'revoked') return ok([]);
        return ok([{ type: 'auth.apiToken.revoked.v1', data: { tokenId: state.id, userId: state.userId } }]);
      }
      default:
        return assertNever(command);
    }
  },
};
