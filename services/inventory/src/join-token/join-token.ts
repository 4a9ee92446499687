import type { JoinTokenEvent } from '@berth/contracts/inventory/events';
import { assertNever } from '@berth/kernel/assert-never';

export type JoinToken = {
  readonly status: 'active' | 'revoked';
  readonly id: string;
  readonly poolId: string;
  readonly expiresAt?: string;
  readonly maxUses?: number;
  /** Hosts that joined with it; one that joins again does not count twice. */
  readonly hostIds: readonly string[];
};
export type JoinTokenState = { readonly status: 'none' } | JoinToken;

export const noJoinToken: JoinTokenState = { status: 'none' };

export function evolveJoinToken(state: JoinTokenState, event: JoinTokenEvent): JoinTokenState {
  switch (event.type) {
    case 'inventory.joinToken.created.v1': {
      const { tokenId, poolId, expiresAt, maxUses } = event.data;
      return { status: 'active', id: tokenId, poolId, expiresAt, maxUses, hostIds: [] };
    }
    case 'inventory.joinToken.used.v1': {
      const token = existing(state, event);
      return { ...token, hostIds: [...token.hostIds, event.data.hostId] };
    }
    case 'inventory.joinToken.revoked.v1':
      return { ...existing(state, event), status: 'revoked' };
    default:
      return assertNever(event);
  }
}

function existing(state: JoinTokenState, event: JoinTokenEvent): JoinToken {
  if (state.status === 'none') throw new Error(`${event.type} of a join token that was not created`);
  return state;
}
