import type { Position } from '@berth/event-store';
import { RejectedError } from '@berth/kernel/rejection';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Vault } from '@berth/service-host/vault';
import type { People } from './people.js';
import { nameRefs, toNameClaims, withChanges, type ProfileChanges } from './profile.js';
import { CHANGED_MEANWHILE } from './user.decider.js';
import { userKey, userStream } from './user.js';

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
