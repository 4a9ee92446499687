import type { MemberRole, UserStatus } from './events.js';
import type { ApiTokenScope, Role } from './roles.js';

export type Profile = {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly organisation?: string;
  readonly lab?: string;
  readonly phone?: string;
  readonly locale?: string;
  readonly timeZone?: string;
};

/** Whether a person's names, address and profile can be read: they are erased with the account, or their key is lost. */
export const personalDataStates = ['readable', 'erased', 'keyLost', 'keyDamaged', 'damaged'] as const;
export type PersonalDataState = (typeof personalDataStates)[number];

/** E-mail, profile and status are there for the user in person, operators, admins and auditors only. */
export type UserView = {
  readonly id: string;
  /** Stands for the name where it can't be read. */
  readonly username: string;
  readonly personalData: PersonalDataState;
  readonly role?: Role;
  readonly status?: UserStatus;
  readonly email?: string;
  readonly profile?: Profile;
  readonly createdAt: string;
};

export type ProjectView = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly archived: boolean;
  readonly members: readonly { readonly userId: string; readonly memberRole: MemberRole }[];
  readonly createdAt: string;
};

export type ApiTokenView = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ApiTokenScope[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revoked: boolean;
};

export type SessionView = {
  readonly id: string;
  readonly userId: string;
  /** The program or browser that logged in, where it said so and that can be read. */
  readonly client?: string;
  readonly createdAt: string;
  /** When it was refreshed last. */
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  /** It is the one that asks. */
  readonly current: boolean;
};

export type LoginResult = {
  readonly user: UserView;
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
  /** When the session ends unless it is refreshed before. */
  readonly sessionExpiresAt: string;
  /** After a log-in: shows at the next one that the account is known on this device. */
  readonly deviceToken?: string;
};

/** A program that waits to be logged in (RFC 8628), as the user who enters its code sees it. */
export type DeviceLoginView = {
  /** What the program calls itself, which anybody can claim. */
  readonly client: string;
  /** The address that it asked from, or its network (IPv6). */
  readonly network?: string;
  readonly state: 'pending' | 'approved' | 'denied';
  readonly requestedAt: string;
  readonly expiresAt: string;
};

export type DeviceLoginStarted = {
  /** A secret of the program. */
  readonly deviceCode: string;
  /** For the user to enter elsewhere: `WDJB-MJHT`. */
  readonly userCode: string;
  readonly expiresInSeconds: number;
  readonly intervalSeconds: number;
};

/** What a program that asks is told; only once the user has approved it is it a log-in. */
export type DeviceLoginOutcome =
  | { readonly status: 'pending' | 'slowDown' | 'denied' | 'expired' }
  | { readonly status: 'granted'; readonly login: LoginResult };
