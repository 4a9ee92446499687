import type { AdminRosterEvent } from '@berth/contracts/auth/events';
import type { Role } from '@berth/contracts/auth/roles';
import { assertNever } from '@berth/kernel/assert-never';
import { idFromName } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

/** What is known of a user here, as of a version of the user's own stream. */
interface RosterEntry {
  readonly on: boolean;
  readonly userVersion: number;
}

/** All on it are active admins; not every active admin is on it yet. */
export interface AdminRoster {
  readonly entries: ReadonlyMap<string, RosterEntry>;
}

const emptyRoster: AdminRoster = { entries: new Map() };

export const ADMIN_ROSTER_STREAM = `adminRoster:${idFromName('adminRoster')}`;

function evolveRoster(state: AdminRoster, event: AdminRosterEvent): AdminRoster {
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

const activeAdminCount = (roster: AdminRoster): number =>
  [...roster.entries.values()].filter((entry) => entry.on).length;

/** What happens to the account of an admin who leaves. */
export type AdminChange =
  | { readonly kind: 'setRole'; readonly role: Role }
  | { readonly kind: 'suspend'; readonly reason?: string | undefined }
  | { readonly kind: 'delete' };

export interface JoinRoster {
  readonly type: 'joinRoster';
  readonly userId: string;
  /** Version of the user's stream at which they became an active admin. */
  readonly userVersion: number;
}

export interface LeaveRoster {
  readonly type: 'leaveRoster';
  readonly userId: string;
  /** Version of the user's stream that the change was decided at. */
  readonly userVersion: number;
  readonly change: AdminChange;
}

export type RosterCommand = JoinRoster | LeaveRoster;

export const LAST_ADMIN = reject(
  'INVALID_STATE',
  'this is the last active admin; make another user an admin first',
  'userId',
);

/** One stream for all admins: of several who leave at once, each is decided knowing who has left before. */
export const rosterDecider: Decider<AdminRoster, RosterCommand, AdminRosterEvent> = {
  initialState: emptyRoster,
  evolve: evolveRoster,
  decide(command, state) {
    const entry = state.entries.get(command.userId);
    switch (command.type) {
      case 'joinRoster': {
        const { userId, userVersion } = command;
        // A late repeat must not re-add an admin who has left since.
        if (entry && entry.userVersion >= userVersion) return ok([]);
        return ok([{ type: 'auth.adminRoster.joined.v1', data: { userId, userVersion } }]);
      }
      case 'leaveRoster': {
        const { userId, userVersion, change } = command;
        if (!entry?.on) return ok([]);
        if (entry.userVersion > userVersion) {
          return err(reject('INVALID_STATE', 'the account was changed concurrently; try again', 'userId'));
        }
        if (activeAdminCount(state) === 1) return err(LAST_ADMIN);
        return ok([{ type: 'auth.adminRoster.left.v1', data: { userId, userVersion, change } }]);
      }
      default:
        return assertNever(command);
    }
  },
};
