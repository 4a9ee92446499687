import type { ApiTokenEvent } from '@berth/contracts/auth/events';
import type { ApiTokenScope } from '@berth/contracts/auth/roles';
import { assertNever } from '@berth/kernel/assert-never';

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

export const noToken: ApiToken = { status: 'none' };

export const apiTokenStream = (tokenId: string): string => `apiToken:${tokenId}`;

export function evolveApiToken(state: ApiToken, event: ApiTokenEvent): ApiToken {
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
