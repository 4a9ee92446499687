import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { idOf, MORNING } from '../testing/fixtures.js';
import { type GrantTerms, grantDecider } from './grant.decider.js';

const grantId = idOf('grant');
const grant: GrantTerms = {
  grantId,
  userId: idOf('ada'),
  poolId: idOf('pool'),
  priority: 1,
  timeMultiplier: 1,
  maxHours: 48,
  createdAt: MORNING,
};

describe('a grant', () => {
  it('is given once and revoked once', () => {
    given(grantDecider)
      .when({ type: 'createGrant', grant })
      .then({ type: 'inventory.grant.created.v1', data: grant })
      .and.when({ type: 'createGrant', grant })
      .nothing()
      .and.when({ type: 'revokeGrant', grantId })
      .then({ type: 'inventory.grant.revoked.v1', data: { grantId } })
      .and.when({ type: 'revokeGrant', grantId })
      .nothing();
  });

  it('can be revoked only where it exists', () => {
    given(grantDecider).when({ type: 'revokeGrant', grantId }).refused('NOT_FOUND', 'grantId');
  });
});
