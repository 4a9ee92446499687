import type { NameClaims, UserEvent } from '@berth/contracts/auth/events';
import type { Role } from '@berth/contracts/auth/roles';
import type { SealedValue } from '@berth/contracts/fields';
import { assertNever } from '@berth/kernel/assert-never';

export interface RegisterUser {
  readonly type: 'registerUser';
  readonly userId: string;
  readonly role: Role;
  readonly status: 'active' | 'awaitingActivation';
  readonly profile: SealedValue;
  readonly verifier: SealedValue;
  readonly claims: NameClaims;
}

export interface UpdateProfile {
  readonly type: 'updateProfile';
  readonly profile: SealedValue;
  readonly claims: NameClaims;
  /** The profile version that the change was made from: two changes at once must not undo each other. */
  readonly basedOn: number;
}

export interface ChangePassword {
  readonly type: 'changePassword';
  readonly verifier: SealedValue;
  readonly keptSessionId?: string | undefined;
  /** The password version that the current password was checked against. */
  readonly basedOn: number;
}

/** A change that removes an active admin requires that the admin has left the roster first. */
interface RequiresRosterLeave {
  readonly leftRosterAt?: number | undefined;
}

export interface SetRole extends RequiresRosterLeave {
  readonly type: 'setRole';
  readonly role: Role;
}

export interface ActivateUser {
  readonly type: 'activateUser';
}

export interface SuspendUser extends RequiresRosterLeave {
  readonly type: 'suspendUser';
  readonly reason?: string | undefined;
}

export interface DeleteUser extends RequiresRosterLeave {
  readonly type: 'deleteUser';
}

/** By the administrator of the machine: an active admin with a new password, whatever the account was. */
export interface RecoverAdmin {
  readonly type: 'recoverAdmin';
  readonly verifier: SealedValue;
}

export type UserCommand =
  | RegisterUser
  | UpdateProfile
  | ChangePassword
  | SetRole
  | ActivateUser
  | SuspendUser
  | DeleteUser
  | RecoverAdmin;

/** A person with an account. Personal fields are sealed under the person's key. */
export interface Account {
  readonly status: 'awaitingActivation' | 'active' | 'suspended';
  readonly id: string;
  readonly role: Role;
  readonly profile: SealedValue;
  readonly verifier: SealedValue;
  readonly claims: NameClaims;
  /** How many events the stream has. */
  readonly version: number;
  readonly profileVersion: number;
  /** How many times the password has changed: sessions of earlier passwords are invalid. */
  readonly passwordVersion: number;
  /** The session that changed the password stays valid. */
  readonly keptSessionId?: string | undefined;
  /** Version at which the user became an active admin; absent for other users. */
  readonly adminSince?: number | undefined;
}

export type User =
  | { readonly status: 'none' }
  | Account
  | { readonly status: 'deleted'; readonly id: string; readonly claims: NameClaims };

export const noUser: User = { status: 'none' };

export const userStream = (userId: string): string => `user:${userId}`;
/** The key that a person's fields are sealed under. */
export const userKey = (userId: string): string => `user:${userId}`;

const NO_CLAIMS: NameClaims = { username: '', email: '' };

export function evolveUser(state: User, event: UserEvent): User {
  if (event.type === 'auth.user.registered.v1') {
    const { userId, role, status, profile, verifier, claims = NO_CLAIMS } = event.data;
    return asAdmin({
      status,
      id: userId,
      role,
      profile,
      verifier,
      claims,
      version: 1,
      profileVersion: 0,
      passwordVersion: 0,
    });
  }
  if (state.status === 'none' || state.status === 'deleted') {
    throw new Error(`${event.type} on an account that is ${state.status}`);
  }
  const next = { ...state, version: state.version + 1 };
  switch (event.type) {
    case 'auth.user.profileUpdated.v1': {
      const { profile, claims = state.claims } = event.data;
      return { ...next, profile, claims, profileVersion: state.profileVersion + 1 };
    }
    case 'auth.user.passwordChanged.v1': {
      const { verifier, keptSessionId } = event.data;
      return { ...next, verifier, keptSessionId, passwordVersion: state.passwordVersion + 1 };
    }
    case 'auth.user.roleSet.v1':
      return asAdmin({ ...next, role: event.data.role });
    case 'auth.user.activated.v1':
      return asAdmin({ ...next, status: 'active' });
    case 'auth.user.suspended.v1':
      return asAdmin({ ...next, status: 'suspended' });
    case 'auth.user.deleted.v1':
      return { status: 'deleted', id: state.id, claims: state.claims };
    default:
      return assertNever(event);
  }
}

function asAdmin(account: Account): Account {
  const admin = account.role === 'admin' && account.status === 'active';
  return { ...account, adminSince: admin ? (account.adminSince ?? account.version) : undefined };
}

export const isAccount = (user: User): user is Account => user.status !== 'none' && user.status !== 'deleted';

/** Whether a session that began under a password version is still valid. */
export const isSessionValid = (account: Account, sessionId: string, passwordVersion: number): boolean =>
  passwordVersion === account.passwordVersion || account.keptSessionId === sessionId;
