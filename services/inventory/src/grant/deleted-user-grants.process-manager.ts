import { RejectedError } from '@berth/kernel/rejection';
import { userEvents } from '@berth/contracts/auth/events';
import type { RecordedEvent } from '@berth/event-store';
import { causedBy } from '@berth/service-host/command-meta';
import type { Grants } from './grants.js';

const NAME = 'deleted-user-grants';

/** Revokes the grants of a deleted account. */
export function deletedUserGrants(grants: Grants): (event: RecordedEvent) => Promise<void> {
  return async (event) => {
    if (event.type !== userEvents.deleted.type) return;
    const { userId } = event.data as { readonly userId: string };
    for (const grantId of await grants.activeOf({ userId })) {
      const meta = causedBy(NAME, event, 'inventory.grant.revoke.v1', event.recordedAt, grantId);
      const revoked = await grants.revoke(grantId, meta);
      if (!revoked.ok) throw new RejectedError(revoked.error);
    }
  };
}
