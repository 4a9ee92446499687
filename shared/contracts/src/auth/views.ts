import type { ApiTokenScope, MemberRole, Role, UserStatus } from './events.js';

export type Profile = {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly organisation?: string;
  readonly lab?: string;
  readonly phone?: string;
  readonly locale?: string;
  readonly timeZone?: string;
};

/** E-mail, profile and status are there for the user in person, operators, admins and auditors only. */
export type UserView = {
  readonly id: string;
  readonly username: string;
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

export type LoginResult = {
  readonly user: UserView;
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
};
