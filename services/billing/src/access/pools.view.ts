import type { PoolEvent } from '@berth/contracts/inventory/events';
import type { Projection } from '@berth/read-models';

/** The pools that exist, as inventory says: a replica, so that no price is set for a pool that doesn't. */
export type KnownPool = { readonly poolId: string };

export const POOLS = { name: 'pools', indexes: [] };

export const pools: Projection<KnownPool, PoolEvent> = {
  name: 'pools',
  version: 1,
  collection: POOLS,
  keys: (event) => (event.type === 'inventory.pool.created.v1' ? [String(event.data['poolId'])] : []),
  evolve: (document, event) => document ?? { poolId: event.data.poolId },
};
