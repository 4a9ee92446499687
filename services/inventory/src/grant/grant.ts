import type { GrantEvent } from '@berth/contracts/inventory/events';
import type { GrantView } from '@berth/contracts/inventory/views';
import { assertNever } from '@berth/kernel/assert-never';

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
