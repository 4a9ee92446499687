import type { ClaimKind } from '@berth/contracts/auth/events';
import { nameKey } from '@berth/kernel/name-key';

/** Which claim makes a name unique. */
export interface ClaimRef {
  readonly kind: ClaimKind;
  /** Blinded name: hexadecimal, safe in a subject. */
  readonly id: string;
}

export interface Blinder {
  blind(purpose: string, value: string): string;
}

/** Names that people would take for the same have one form. */
export function normalName(kind: ClaimKind, value: string): string {
  if (kind === 'phone') return value.normalize('NFKC').replace(/[^0-9+]/g, '');
  return nameKey(value);
}

export const claimRef = (blinder: Blinder, kind: ClaimKind, value: string): ClaimRef => ({
  kind,
  id: blinder.blind(`claim ${kind}`, normalName(kind, value)),
});

export const firstUserClaim = (blinder: Blinder): ClaimRef => claimRef(blinder, 'firstUser', '');

export const claimStream = (id: string): string => `claim:${id}`;
