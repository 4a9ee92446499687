import type { UserEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import {
  evolveUser,
  isAccount,
  noUser,
  type Account,
  type User,
  type RegisterUser,
  type UserCommand,
} from './user.js';

type Decided = Result<readonly UserEvent[], Rejection>;

export const NO_SUCH_USER = reject('NOT_FOUND', 'there is no such user', 'userId');
export const CHANGED_MEANWHILE = reject('INVALID_STATE', 'the account was changed concurrently; try again');

export const userDecider: Decider<User, UserCommand, UserEvent> = {
  initialState: noUser,
  evolve: evolveUser,
  decide(command, state) {
    if (command.type === 'registerUser') return register(command, state);
    return isAccount(state) ? change(command, state) : err(NO_SUCH_USER);
  },
};

function register({ type: _, ...data }: RegisterUser, state: User): Decided {
  if (state.status !== 'none') return ok([]);
  return ok([{ type: 'auth.user.registered.v1', data }]);
}

function change(command: Exclude<UserCommand, RegisterUser>, account: Account): Decided {
  const userId = account.id;
  switch (command.type) {
    case 'updateProfile': {
      const { profile, claims, basedOn } = command;
      if (basedOn !== account.profileVersion) return err(CHANGED_MEANWHILE);
      return ok([{ type: 'auth.user.profileUpdated.v1', data: { userId, profile, claims } }]);
    }
    case 'changePassword': {
      const { verifier, keptSessionId, basedOn } = command;
      if (basedOn !== account.passwordVersion) return err(CHANGED_MEANWHILE);
      return ok([passwordChanged(userId, verifier, keptSessionId)]);
    }
    case 'setRole':
      if (command.role === account.role) return ok([]);
      return ifRemovedFromRoster(account, command.leftRosterAt, [
        { type: 'auth.user.roleSet.v1', data: { userId, role: command.role } },
      ]);
    case 'activateUser':
      if (account.status === 'active') return ok([]);
      return ok([{ type: 'auth.user.activated.v1', data: { userId } }]);
    case 'suspendUser': {
      if (account.status === 'suspended') return ok([]);
      const { reason } = command;
      return ifRemovedFromRoster(account, command.leftRosterAt, [
        { type: 'auth.user.suspended.v1', data: { userId, ...defined({ reason }) } },
      ]);
    }
    case 'deleteUser':
      return ifRemovedFromRoster(account, command.leftRosterAt, [
        { type: 'auth.user.deleted.v1', data: { userId } },
      ]);
    case 'recoverAdmin':
      return ok([
        ...(account.role === 'admin'
          ? []
          : [{ type: 'auth.user.roleSet.v1' as const, data: { userId, role: 'admin' as const } }]),
        ...(account.status === 'active'
          ? []
          : [{ type: 'auth.user.activated.v1' as const, data: { userId } }]),
        passwordChanged(userId, command.verifier),
      ]);
    default:
      return assertNever(command);
  }
}

/** Events that remove an active admin require that the admin has left the roster. */
function ifRemovedFromRoster(
  account: Account,
  leftRosterAt: number | undefined,
  events: readonly UserEvent[],
): Decided {
  const { adminSince } = account;
  const free = adminSince === undefined || (leftRosterAt !== undefined && leftRosterAt >= adminSince);
  return free ? ok(events) : err(CHANGED_MEANWHILE);
}

const passwordChanged = (
  userId: string,
  verifier: Account['verifier'],
  keptSessionId?: string,
): UserEvent => ({
  type: 'auth.user.passwordChanged.v1',
  data: { userId, verifier, ...defined({ keptSessionId }) },
});
