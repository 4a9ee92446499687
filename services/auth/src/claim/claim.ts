import type { ClaimEvent, ClaimKind } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';

export type Claim =
  | {
      readonly status: 'free';
      readonly abandoned?: { readonly intentId: string; readonly taken?: ClaimKind };
    }
  | { readonly status: 'held'; readonly ownerId: string; readonly intentId: string }
  | { readonly status: 'completed'; readonly ownerId: string; readonly intentId: string };

export const unclaimed: Claim = { status: 'free' };

export function evolveClaim(state: Claim, event: ClaimEvent): Claim {
  switch (event.type) {
    case 'auth.claim.made.v1': {
      const { ownerId, intentId = ownerId } = event.data;
      return { status: 'held', ownerId, intentId };
    }
    case 'auth.claim.completed.v1':
      return state.status === 'held' ? { ...state, status: 'completed' } : state;
    case 'auth.claim.released.v1': {
      const { ownerId, intentId = ownerId, taken } = event.data;
      return { status: 'free', abandoned: { intentId, ...defined({ taken }) } };
    }
    default:
      return assertNever(event);
  }
}

export const isHeldBy = (claim: Claim, intentId: string): boolean =>
  claim.status !== 'free' && claim.intentId === intentId;
