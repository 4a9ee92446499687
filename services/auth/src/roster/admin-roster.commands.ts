import type { Role } from '@berth/contracts/auth/roles';

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
