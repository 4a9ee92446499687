import type { ClaimKind } from '@berth/contracts/auth/events';

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
  const text = value.normalize('NFKC').trim().toLowerCase();
  if (kind === 'phone') return text.replace(/[^0-9+]/g, '');
  return text.replace(/\s+/g, ' ');
}

export const claimRef = (blinder: Blinder, kind: ClaimKind, value: string): ClaimRef => ({
  kind,
  id: blinder.blind(`claim ${kind}`, normalName(kind, value)),
});

export const firstUserClaim = (blinder: Blinder): ClaimRef => claimRef(blinder, 'firstUser', '');

export const claimStream = (id: string): string => `claim:${id}`;
