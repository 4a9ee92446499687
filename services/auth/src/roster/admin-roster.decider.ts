import type { AdminRosterEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { activeAdminCount, emptyRoster, evolveRoster, type AdminRoster } from './admin-roster.js';
import type { RosterCommand } from './admin-roster.commands.js';

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
