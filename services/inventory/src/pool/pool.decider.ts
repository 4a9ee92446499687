import type { PoolEvent } from '@berth/contracts/inventory/events';
import { assertNever } from '@berth/kernel/assert-never';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { changed } from '../changed.js';
import type { PoolCommand } from './pool.commands.js';
import { evolvePool, noPool, type PoolState } from './pool.js';

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
