import type { PoolEvent, PoolIntent } from '@berth/contracts/inventory/events';
import type { PoolView } from '@berth/contracts/inventory/views';
import { assertNever } from '@berth/kernel/assert-never';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { changed } from '../changed.js';

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

export type PoolCommand =
  | { readonly type: 'createPool'; readonly pool: Extract<PoolIntent, { kind: 'create' }>['pool'] }
  | { readonly type: 'updatePool'; readonly pool: Extract<PoolIntent, { kind: 'update' }>['pool'] };

/** The command that carries an intent out. */
export const commandOf = (intent: PoolIntent): PoolCommand =>
  intent.kind === 'create'
    ? { type: 'createPool', pool: intent.pool }
    : { type: 'updatePool', pool: intent.pool };

export const noSuchPool = reject('NOT_FOUND', 'there is no such pool', 'poolId');

export const poolDecider: Decider<PoolState, PoolCommand, PoolEvent> = {
  initialState: noPool,
  evolve: evolvePool,
  decide,
};

function decide(command: PoolCommand, state: PoolState): Result<readonly PoolEvent[], Rejection> {
  switch (command.type) {
    case 'createPool':
      return ok(state.status === 'none' ? [{ type: 'inventory.pool.created.v1', data: command.pool }] : []);
    case 'updatePool': {
      if (state.status === 'none') return err(noSuchPool);
      const { poolId, ...wanted } = command.pool;
      const changes = changed(state, wanted);
      return ok(changes ? [{ type: 'inventory.pool.updated.v1', data: { poolId, ...changes } }] : []);
    }
    default:
      return assertNever(command);
  }
}
