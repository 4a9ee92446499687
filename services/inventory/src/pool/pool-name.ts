import type { PoolIntent, PoolNameEvent } from '@berth/contracts/inventory/events';
import { assertNever } from '@berth/kernel/assert-never';
import { idFromName } from '@berth/kernel/ids';
import { nameKey } from '@berth/kernel/name-key';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

export type PoolNameState =
  { readonly status: 'free' } | { readonly status: 'held'; readonly poolId: string };

export type PoolNameCommand =
  | {
      readonly type: 'claimPoolName';
      readonly name: string;
      readonly poolId: string;
      readonly intent: PoolIntent;
    }
  | { readonly type: 'releasePoolName'; readonly name: string; readonly poolId: string };

/** Similar names have the same id. */
export const poolNameId = (name: string): string => idFromName('poolName', nameKey(name));

export const poolNameStream = (name: string): string => `poolName:${poolNameId(name)}`;

/** A name held is refused even to its own holder: a claim is made once, so releasing it can't hit a later one. */
export const poolNameDecider: Decider<PoolNameState, PoolNameCommand, PoolNameEvent> = {
  initialState: { status: 'free' },
  evolve,
  decide,
};

function decide(command: PoolNameCommand, state: PoolNameState): Result<readonly PoolNameEvent[], Rejection> {
  const nameId = poolNameId(command.name);
  switch (command.type) {
    case 'claimPoolName': {
      if (state.status === 'held') {
        return err(reject('ALREADY_EXISTS', `another pool has the name "${command.name}"`, 'name'));
      }
      const { name, poolId, intent } = command;
      return ok([{ type: 'inventory.poolName.claimed.v1', data: { nameId, name, poolId, intent } }]);
    }
    case 'releasePoolName': {
      const { poolId } = command;
      const holds = state.status === 'held' && state.poolId === poolId;
      return ok(holds ? [{ type: 'inventory.poolName.released.v1', data: { nameId, poolId } }] : []);
    }
    default:
      return assertNever(command);
  }
}

function evolve(_: PoolNameState, event: PoolNameEvent): PoolNameState {
  switch (event.type) {
    case 'inventory.poolName.claimed.v1':
      return { status: 'held', poolId: event.data.poolId };
    case 'inventory.poolName.released.v1':
      return { status: 'free' };
    default:
      return assertNever(event);
  }
}
