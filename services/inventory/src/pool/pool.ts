import type { PoolEvent } from '@berth/contracts/inventory/events';
import type { PoolView } from '@berth/contracts/inventory/views';
import { assertNever } from '@berth/kernel/assert-never';
import { idFromName } from '@berth/kernel/ids';

export type Pool = {
  readonly status: 'open';
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly approval: boolean;
  readonly priceLabel?: string;
  readonly maxQueuedPerUser: number;
  readonly createdAt: string;
};
export type PoolState = { readonly status: 'none' } | Pool;

/** Exists from the first start on, so that a single machine needs no pool of its own making. */
export const DEFAULT_POOL_ID = idFromName('pool', 'default');

export const poolStream = (poolId: string): string => `pool:${poolId}`;

export const noPool: PoolState = { status: 'none' };

export function evolvePool(state: PoolState, event: PoolEvent): PoolState {
  switch (event.type) {
    case 'inventory.pool.created.v1': {
      const { poolId, ...policy } = event.data;
      return { status: 'open', id: poolId, ...policy };
    }
    case 'inventory.pool.updated.v1': {
      const { poolId, ...changes } = event.data;
      if (state.status === 'none') throw new Error(`pool ${poolId} was updated before it was created`);
      return { ...state, ...changes };
    }
    default:
      return assertNever(event);
  }
}

export function toPoolView({ status: _, ...view }: Pool): PoolView {
  return view;
}
