import type { GrantEvent, PoolEvent } from '@berth/contracts/inventory/events';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

export type PoolFact = {
  readonly poolId: string;
  readonly name: string;
  readonly approval: boolean;
  readonly maxQueuedPerUser: number;
};

export const poolFacts: Projection<PoolFact, PoolEvent> = {
  name: 'facts-pools',
  version: 1,
  collection: { name: 'facts_pools', indexes: [] },
  keys: (event) => (event.type.startsWith('inventory.pool.') ? [String(event.data['poolId'])] : []),
  evolve: (pool, event) => evolvePool(pool, event),
};

function evolvePool(pool: PoolFact | undefined, event: PoolEvent): PoolFact {
  switch (event.type) {
    case 'inventory.pool.created.v1': {
      const { poolId, name, approval, maxQueuedPerUser } = event.data;
      return { poolId, name, approval, maxQueuedPerUser };
    }
    case 'inventory.pool.updated.v1': {
      if (!pool) throw new Error('a pool was updated that was never created');
      const {
        name = pool.name,
        approval = pool.approval,
        maxQueuedPerUser = pool.maxQueuedPerUser,
      } = event.data;
      return { ...pool, name, approval, maxQueuedPerUser };
    }
    default:
      return assertNever(event);
  }
}

export type GrantFact = {
  readonly grantId: string;
  readonly userId: string | null;
  readonly projectId: string | null;
  readonly poolId: string;
  readonly deviceUuid: string | null;
  readonly priority: number;
  readonly timeMultiplier: number;
  readonly maxHours: number;
};

/** A revoked grant is gone. */
export const grantFacts: Projection<GrantFact, GrantEvent> = {
  name: 'facts-grants',
  version: 1,
  collection: { name: 'facts_grants', indexes: [] },
  keys: (event) => (event.type.startsWith('inventory.grant.') ? [String(event.data['grantId'])] : []),
  evolve: (_, event) => evolveGrant(event),
};

function evolveGrant(event: GrantEvent): GrantFact | undefined {
  switch (event.type) {
    case 'inventory.grant.created.v1': {
      const { userId = null, projectId = null, deviceUuid = null, ...rest } = event.data;
      return { ...rest, userId, projectId, deviceUuid };
    }
    case 'inventory.grant.revoked.v1':
      return undefined;
    default:
      return assertNever(event);
  }
}
