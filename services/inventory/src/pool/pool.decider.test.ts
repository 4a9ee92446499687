import { describe, it } from '@jest/globals';
import type { PoolEvent } from '@berth/contracts/inventory/events';
import { given } from '@berth/service-host/testing';
import { idOf, MORNING } from '../testing/fixtures.js';
import { poolDecider } from './pool.decider.js';

const poolId = idOf('pool');
const pool = { poolId, name: 'left', approval: false, maxQueuedPerUser: 1000, createdAt: MORNING };
const created: PoolEvent = { type: 'inventory.pool.created.v1', data: pool };

describe('a pool', () => {
  it('is created once', () => {
    given(poolDecider).when({ type: 'createPool', pool }).then(created);
    given(poolDecider).events(created).when({ type: 'createPool', pool }).nothing();
  });

  it('records what differs', () => {
    given(poolDecider)
      .events(created)
      .when({ type: 'updatePool', pool: { poolId, name: 'left', approval: true } })
      .then({ type: 'inventory.pool.updated.v1', data: { poolId, approval: true } })
      .and.when({ type: 'updatePool', pool: { poolId, approval: true } })
      .nothing();
  });

  it('can be updated only where it exists', () => {
    given(poolDecider)
      .when({ type: 'updatePool', pool: { poolId, approval: true } })
      .refused('NOT_FOUND', 'poolId');
  });
});
