import type { ApiTokenEvent } from '@berth/contracts/auth/events';
import type { ApiTokenScope } from '@berth/contracts/auth/roles';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

export type ApiTokenDocument = {
  readonly userId: string;
  readonly name: string;
  readonly scopes: readonly ApiTokenScope[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revoked: boolean;
};

export const apiTokensView: Projection<ApiTokenDocument, ApiTokenEvent> = {
  name: 'apiTokens',
  version: 1,
  collection: { name: 'api_tokens', indexes: [{ fields: ['userId', 'createdAt'] }] },
  keys: (event) => (event.type.startsWith('auth.apiToken.') ? [String(event.data['tokenId'])] : []),
  evolve(document, event) {
    switch (event.type) {
      case 'auth.apiToken.created.v1': {
        const { userId, name, scopes, expiresAt } = event.data;
        return { userId, name, scopes, expiresAt, createdAt: event.recordedAt, revoked: false };
      }
      case 'auth.apiToken.revoked.v1':
        if (!document) throw new Error(`${event.type} of a token that never was`);
        return { ...document, revoked: true };
      default:
        return assertNever(event);
    }
  },
};
