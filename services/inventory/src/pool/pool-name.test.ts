import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { PoolIntent } from '@berth/contracts/inventory/events';
import { given } from '@berth/service-host/testing';
import { idOf } from '../testing/fixtures.js';
import { poolNameDecider, poolNameId, type PoolNameCommand } from './pool-name.js';

const intentOf = (poolId: string): PoolIntent => ({ kind: 'update', pool: { poolId, name: 'Left' } });
const claim = (poolId: string): PoolNameCommand => ({
  type: 'claimPoolName',
  name: 'Left',
  poolId,
  intent: intentOf(poolId),
});
const release = (poolId: string): PoolNameCommand => ({ type: 'releasePoolName', name: 'left', poolId });
const [one, other] = [idOf('one'), idOf('other')];
const nameId = poolNameId('left');

describe('the name of a pool', () => {
  it('is claimed with the intent', () => {
    given(poolNameDecider)
      .when(claim(one))
      .then({
        type: 'inventory.poolName.claimed.v1',
        data: { nameId, name: 'Left', poolId: one, intent: intentOf(one) },
      });
  });

  it('is refused while it is held, to its holder too', () => {
    given(poolNameDecider).when(claim(one)).and.when(claim(other)).refused('ALREADY_EXISTS', 'name');
    given(poolNameDecider).when(claim(one)).and.when(claim(one)).refused('ALREADY_EXISTS', 'name');
  });

  it('is released by its holder only, and can then be claimed', () => {
    given(poolNameDecider).when(claim(one)).and.when(release(other)).nothing();
    given(poolNameDecider)
      .when(claim(one))
      .and.when(release(one))
      .then({ type: 'inventory.poolName.released.v1', data: { nameId, poolId: one } })
      .and.when(release(one))
      .nothing()
      .and.when(claim(other))
      .thenTypes('inventory.poolName.claimed.v1');
  });

  it('is the same in any case, width and spacing', () => {
    assert.equal(poolNameId('  Left   Rack '), poolNameId('LEFT RACK'));
    assert.equal(poolNameId('ＧＰＵ'), poolNameId('gpu'));
    assert.notEqual(poolNameId('left'), poolNameId('right'));
  });
});
