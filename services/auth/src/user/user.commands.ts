import type { NameClaims } from '@berth/contracts/auth/events';
import type { Role } from '@berth/contracts/auth/roles';
import type { SealedValue } from '@berth/contracts/fields';

export interface RegisterUser {
  readonly type: 'RegisterUser';
  readonly userId: string;
  readonly role: Role;
  readonly status: 'active' | 'awaitingActivation';
  readonly profile: SealedValue;
  readonly verifier: SealedValue;
  readonly claims: NameClaims;
}

export interface UpdateProfile {
  readonly type: 'UpdateProfile';
  readonly profile: SealedValue;
  readonly claims: NameClaims;
  /** The profile version that the change was made from: two changes at once must not undo each other. */
  readonly basedOn: number;
}

export interface ChangePassword {
  readonly type: 'ChangePassword';
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
  readonly type: 'SetRole';
  readonly role: Role;
}

export interface ActivateUser {
  readonly type: 'ActivateUser';
}

export interface SuspendUser extends RequiresRosterLeave {
  readonly type: 'SuspendUser';
  readonly reason?: string | undefined;
}

export interface DeleteUser extends RequiresRosterLeave {
  readonly type: 'DeleteUser';
}

/** By the administrator of the machine: an active admin with a new password, whatever the account was. */
export interface RecoverAdmin {
  readonly type: 'RecoverAdmin';
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
