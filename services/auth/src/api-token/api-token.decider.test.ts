import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { idOf, NEXT_DAY } from '../testing/fixtures.js';
import { apiTokenDecider } from './api-token.decider.js';

const data = {
  tokenId: idOf('token'),
  userId: idOf('ada'),
  name: 'nightly',
  scopes: ['read', 'jobs'] as ('read' | 'jobs')[],
  hash: 'hash',
  expiresAt: NEXT_DAY,
};
const create = { type: 'createApiToken', ...data } as const;
const created = { type: 'auth.apiToken.created.v1', data } as const;
const revoked = {
  type: 'auth.apiToken.revoked.v1',
  data: { tokenId: data.tokenId, userId: data.userId },
} as const;

describe('an API token', () => {
  it('is created once, with each scope once', () => {
    given(apiTokenDecider)
      .when({ ...create, scopes: ['read', 'jobs', 'read'] })
      .then(created)
      .and.when(create)
      .refused('ALREADY_EXISTS');
  });

  it('is revoked once by its owner', () => {
    const revoke = { type: 'revokeApiToken', ownerId: idOf('ada') } as const;
    given(apiTokenDecider).events(created).when(revoke).then(revoked).and.when(revoke).nothing();
  });

  it('does not exist for others, except for admins', () => {
    given(apiTokenDecider)
      .events(created)
      .when({ type: 'revokeApiToken', ownerId: idOf('bob') })
      .refused('NOT_FOUND', 'tokenId');
    given(apiTokenDecider).when({ type: 'revokeApiToken' }).refused('NOT_FOUND', 'tokenId');
    given(apiTokenDecider).events(created).when({ type: 'revokeApiToken' }).then(revoked);
  });
});
