import type { ClaimKind } from '@berth/contracts/auth/events';
import type { SealedValue } from '@berth/contracts/fields';

export interface MakeClaim {
  readonly type: 'makeClaim';
  readonly kind: ClaimKind;
  readonly ownerId: string;
  readonly intentId: string;
  /** On the claim that decides over an intent: all that is needed to carry it out. */
  readonly intent?: SealedValue;
}

export interface CompleteClaim {
  readonly type: 'completeClaim';
  readonly intentId: string;
}

/** Abandons a claim that is not completed. */
export interface AbandonClaim {
  readonly type: 'abandonClaim';
  readonly intentId: string;
  readonly taken?: ClaimKind;
}

/** Frees the name, whatever its claim has come to. */
export interface ReleaseClaim {
  readonly type: 'releaseClaim';
  readonly ownerId: string;
}

export type ClaimCommand = MakeClaim | CompleteClaim | AbandonClaim | ReleaseClaim;
