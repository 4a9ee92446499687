import { describe, it } from '@jest/globals';
import type { JoinTokenEvent } from '@berth/contracts/inventory/events';
import { given } from '@berth/service-host/testing';
import { idOf, MORNING } from '../testing/fixtures.js';
import { type JoinTokenCommand, joinTokenDecider } from './join-token.decider.js';

const tokenId = idOf('token');
const NOON = '2026-03-01T12:00:00.000Z';
const terms = { tokenId, poolId: idOf('pool'), hash: 'h', expiresAt: NOON, maxUses: 2 };
const created: JoinTokenEvent = { type: 'inventory.joinToken.created.v1', data: terms };
const use = (host: string, now = MORNING): JoinTokenCommand => ({
  type: 'useJoinToken',
  tokenId,
  hostId: idOf(host),
  now,
});
const used = (host: string): JoinTokenEvent => ({
  type: 'inventory.joinToken.used.v1',
  data: { tokenId, hostId: idOf(host) },
});
const token = given(joinTokenDecider).events(created);

describe('a join token', () => {
  it('is created once', () => {
    given(joinTokenDecider)
      .when({ type: 'createJoinToken', ...terms })
      .then(created);
    token.when({ type: 'createJoinToken', ...terms }).nothing();
  });

  it('lets as many hosts in as it says, each as often as it likes', () => {
    token
      .when(use('one'))
      .then(used('one'))
      .and.when(use('one'))
      .nothing()
      .and.when(use('two'))
      .then(used('two'))
      .and.when(use('three'))
      .refused('UNAUTHENTICATED', 'token');
    token.events(used('one'), used('two')).when(use('two')).nothing();
  });

  it('is good until it expires', () => {
    token.when(use('one', '2026-03-01T11:59:59.999Z')).then(used('one'));
    token.when(use('one', NOON)).refused('UNAUTHENTICATED', 'token');
    token.events(used('one')).when(use('one', NOON)).refused('UNAUTHENTICATED', 'token');
  });

  it('never expires if it has no expiry', () => {
    const { tokenId, poolId, hash } = terms;
    given(joinTokenDecider)
      .events({ type: 'inventory.joinToken.created.v1', data: { tokenId, poolId, hash } })
      .when(use('one', '2100-01-01T00:00:00.000Z'))
      .then(used('one'));
  });

  it('is worth nothing once revoked, or where it never was', () => {
    token
      .when({ type: 'revokeJoinToken', tokenId })
      .then({ type: 'inventory.joinToken.revoked.v1', data: { tokenId } })
      .and.when({ type: 'revokeJoinToken', tokenId })
      .nothing()
      .and.when(use('one'))
      .refused('UNAUTHENTICATED', 'token');
    given(joinTokenDecider).when(use('one')).refused('UNAUTHENTICATED', 'token');
    given(joinTokenDecider).when({ type: 'revokeJoinToken', tokenId }).refused('NOT_FOUND', 'tokenId');
  });
});
