import type { GrantEvent } from '@berth/contracts/inventory/events';
import type { GrantView } from '@berth/contracts/inventory/views';
import { assertNever } from '@berth/kernel/assert-never';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

export type Grant = {
  readonly status: 'active' | 'revoked';
  readonly id: string;
  readonly userId?: string;
  readonly projectId?: string;
  readonly poolId: string;
  readonly deviceUuid?: string;
  readonly priority: number;
  readonly timeMultiplier: number;
  readonly maxHours: number;
  readonly createdAt: string;
};
export type GrantState = { readonly status: 'none' } | Grant;

export const noGrant: GrantState = { status: 'none' };

export const grantStream = (grantId: string): string => `grant:${grantId}`;

export function evolveGrant(state: GrantState, event: GrantEvent): GrantState {
  switch (event.type) {
    case 'inventory.grant.created.v1': {
      const { grantId, ...terms } = event.data;
      return { status: 'active', id: grantId, ...terms };
    }
    case 'inventory.grant.revoked.v1':
      if (state.status === 'none')
        throw new Error(`grant ${event.data.grantId} was revoked before it was given`);
      return { ...state, status: 'revoked' };
    default:
      return assertNever(event);
  }
}

export function toGrantView(grant: Grant): GrantView {
  const { id, userId, projectId, poolId, deviceUuid, priority, timeMultiplier, maxHours, status, createdAt } =
    grant;
  return { id, userId, projectId, poolId, deviceUuid, priority, timeMultiplier, maxHours, status, createdAt };
}

export type GrantTerms = Extract<GrantEvent, { type: 'inventory.grant.created.v1' }>['data'];

export type GrantCommand =
  | { readonly type: 'createGrant'; readonly grant: GrantTerms }
  | { readonly type: 'revokeGrant'; readonly grantId: string };

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
