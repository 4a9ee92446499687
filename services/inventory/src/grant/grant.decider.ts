import type { GrantEvent } from '@berth/contracts/inventory/events';
import { assertNever } from '@berth/kernel/assert-never';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import type { GrantCommand } from './grant.commands.js';
import { evolveGrant, noGrant, type GrantState } from './grant.js';

export const noSuchGrant = reject('NOT_FOUND', 'there is no such grant', 'grantId');

export const grantDecider: Decider<GrantState, GrantCommand, GrantEvent> = {
  initialState: noGrant,
  evolve: evolveGrant,
  decide,
};

function decide(command: GrantCommand, state: GrantState): Result<readonly GrantEvent[], Rejection> {
  switch (command.type) {
    case 'createGrant':
      return ok(state.status === 'none' ? [{ type: 'inventory.grant.created.v1', data: command.grant }] : []);
    case 'revokeGrant': {
      if (state.status === 'none') return err(noSuchGrant);
      const { grantId } = command;
      return ok(
        state.status === 'revoked' ? [] : [{ type: 'inventory.grant.revoked.v1', data: { grantId } }],
      );
    }
    default:
      return assertNever(command);
  }
}
