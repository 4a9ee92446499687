import type { NameClaims } from '@berth/contracts/auth/events';
import type { Position } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection, RejectedError } from '@berth/kernel/rejection';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Vault } from '@berth/service-host/vault';
import { claimRef, type Blinder, type ClaimRef } from '../claim/claim-names.js';
import type { StoredProfile } from '../claim/intent.js';
import type { People } from './people.js';
import { CHANGED_MEANWHILE } from './user.decider.js';
import { userKey, userStream } from './user.js';

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

const MAX_TRIES = 16;

/** Changes profiles field by field: of two changes at once neither undoes the other. */
export class ProfileUpdates {
  constructor(
    private readonly people: People,
    private readonly vault: Vault,
  ) {}

  /** The names among the changes must be claimed already. False where the account was deleted, or can't be read. */
  async apply(
    userId: string,
    changes: ProfileChanges,
    meta: CommandMeta,
  ): Promise<{ readonly position?: Position | undefined } | false> {
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      const account = await this.people.find(userId);
      const opened = account && (await this.people.openProfile(account.profile));
      if (!account || !opened || 'unreadable' in opened) return false;
      const changed = withChanges(opened.profile, changes);
      const updated = await this.people.users.execute(
        userStream(userId),
        {
          type: 'updateProfile',
          profile: await this.vault.seal(userKey(userId), changed),
          claims: toNameClaims(nameRefs(this.vault, changed)),
          basedOn: account.profileVersion,
        },
        meta,
      );
      if (updated.ok) return { position: updated.value.position };
      if (updated.error.code === 'IDEMPOTENCY_KEY_REUSED') throw new RejectedError(updated.error);
    }
    throw new RejectedError(CHANGED_MEANWHILE);
  }
}
