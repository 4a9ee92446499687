import type { NameClaims } from '@berth/contracts/auth/events';
import type { Role } from '@berth/contracts/auth/roles';
import type { SealedValue } from '@berth/contracts/fields';

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
