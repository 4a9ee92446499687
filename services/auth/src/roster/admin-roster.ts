import type { AdminRosterEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import { idFromName } from '@berth/kernel/ids';

/** What is known of a user here, as of a version of the user's own stream. */
interface RosterEntry {
  readonly on: boolean;
  readonly userVersion: number;
}

/** All on it are active admins; not every active admin is on it yet. */
export interface AdminRoster {
  readonly entries: ReadonlyMap<string, RosterEntry>;
}

export const emptyRoster: AdminRoster = { entries: new Map() };

export const ADMIN_ROSTER_STREAM = `adminRoster:${idFromName('adminRoster')}`;

export function evolveRoster(state: AdminRoster, event: AdminRosterEvent): AdminRoster {
  const { userId, userVersion } = event.data;
  switch (event.type) {
    case 'auth.adminRoster.joined.v1':
      return { entries: new Map(state.entries).set(userId, { on: true, userVersion }) };
    case 'auth.adminRoster.left.v1':
      return { entries: new Map(state.entries).set(userId, { on: false, userVersion }) };
    default:
      return assertNever(event);
  }
}

export const activeAdminCount = (roster: AdminRoster): number =>
  [...roster.entries.values()].filter((entry) => entry.on).length;
