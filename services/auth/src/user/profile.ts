import type { NameClaims } from '@berth/contracts/auth/events';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { defined } from '@berth/kernel/defined';
import { claimRef, type Blinder, type ClaimRef } from '../claim/claim-names.js';
import type { StoredProfile } from '../processes/intent.js';

type Field = keyof StoredProfile;
/** Fields to set; an empty text clears one. */
export type ProfileChanges = { readonly [field in Field]?: string | undefined };

const UNIQUE = ['username', 'email', 'phone'] as const;

/** The profile after the changes; fields that are empty are left out. */
export function withChanges(profile: StoredProfile, changes: ProfileChanges): StoredProfile {
  const merged = { ...profile, ...defined(changes) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== '')) as StoredProfile;
}

/** Claims on the names that a profile holds, the deciding one first. */
export const nameRefs = (blinder: Blinder, profile: ProfileChanges): readonly ClaimRef[] =>
  UNIQUE.flatMap((kind) => {
    const value = profile[kind];
    return value ? [claimRef(blinder, kind, value)] : [];
  });

export function toNameClaims(refs: readonly { readonly kind: string; readonly id: string }[]): NameClaims {
  const ids = Object.fromEntries(refs.map(({ kind, id }) => [kind, id])) as Partial<NameClaims>;
  return { username: '', email: '', ...ids };
}

/** What is wrong with a whole profile, by the rules of this installation. */
export function profileProblem(profile: ProfileChanges, required: readonly string[]): Rejection | undefined {
  const missing = required.find((field) => !profile[field as Field]?.trim());
  if (missing !== undefined) {
    const field = `profile.${missing}`;
    return reject('VALIDATION_FAILED', `${field}: is required by this installation`, field);
  }
  if (profile.timeZone && !isTimeZone(profile.timeZone)) {
    return reject(
      'VALIDATION_FAILED',
      'profile.timeZone: must be an IANA time zone such as Europe/Berlin',
      'profile.timeZone',
    );
  }
  return undefined;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
