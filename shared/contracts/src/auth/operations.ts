import { z } from 'zod';
import type { JsonObject } from '@berth/kernel/json';
import { nameKey } from '@berth/kernel/name-key';
import { defineCommand, defineQuery } from '../define.js';
import {
  type PageOf,
  argument,
  byCreation,
  id,
  line,
  name,
  namedListSorts,
  page,
  reason,
  text,
} from '../fields.js';
import { memberRole, userStatus } from './events.js';
import { preferencesPatch } from './preferences.js';
import { apiTokenScope, role } from './roles.js';
import type {
  ApiTokenView,
  DeviceLoginOutcome,
  DeviceLoginStarted,
  DeviceLoginView,
  LoginResult,
  ProjectView,
  SessionView,
  UserView,
} from './views.js';

/** Names of the platform itself and of anonymous actors in histories and e-mails. */
const RESERVED: ReadonlySet<string> = new Set(['system', 'platform', 'berth', 'nobody', 'anonymous']);

const username = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}_.-]{2,40}$/u, 'must have 2 to 40 letters, digits, dots, dashes or underscores')
  .refine((name) => !RESERVED.has(nameKey(name)), 'is reserved for the platform; choose another name');
const email = z.email('must be an e-mail address such as ada@example.org').max(254);
const password = z
  .string()
  .min(8, 'must have at least 8 characters')
  .max(256, 'must have at most 256 characters');
const locale = z.enum(['en', 'zh-CN', 'zh-TW', 'fa']);

/** An omitted field keeps its value; an empty string clears it. */
export const profileInput = z.strictObject({
  givenName: line(80).optional(),
  familyName: line(80).optional(),
  organisation: line(120).optional(),
  lab: line(120).optional(),
  phone: z
    .string()
    .regex(/^(\+?[0-9 ()-]{5,24})?$/, 'must be a phone number such as +49 30 1234567')
    .optional(),
  locale: locale.optional(),
  timeZone: line(60).optional(),
});

export const register = defineCommand<
  LoginResult | { readonly user: UserView; readonly awaitingActivation: true }
>('public')(
  'auth',
  'user',
  'register',
  z.strictObject({ username, email, password, profile: profileInput.default({}) }),
);
export const login = defineCommand<LoginResult>('public')(
  'auth',
  'session',
  'login',
  z.strictObject({
    login: z.string().min(1, 'must be a user name or e-mail address').max(254),
    password: z.string().min(1, 'must not be empty').max(256),
    /** The program or browser, as its owner will see it; the User-Agent where it is left out. */
    client: line(200).optional(),
    /** The `deviceToken` of an earlier log-in in the same browser or program. */
    deviceToken: argument(120).optional(),
  }),
);
export const refresh = defineCommand<LoginResult>('public')(
  'auth',
  'session',
  'refresh',
  z.strictObject({ refreshToken: z.string().max(200) }),
);
export const logout = defineCommand('public')(
  'auth',
  'session',
  'logout',
  z.strictObject({ refreshToken: z.string().max(200).optional() }),
);
/** Ends one session: the caller's own, or anybody's where the caller administers accounts. */
export const revokeSession = defineCommand('manageOwnAccount')(
  'auth',
  'session',
  'revoke',
  z.strictObject({ sessionId: id }),
);
/** Letters that are not taken for one another, and that make no words (RFC 8628 section 6.1). */
export const USER_CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const userCode = z
  .string()
  .max(40, 'must have at most 40 characters')
  .overwrite((text) => text.toUpperCase().replaceAll(/[\s-]/g, ''))
  .regex(
    new RegExp(`^[${USER_CODE_LETTERS}]{8}$`),
    'must be the code that the program shows: 8 letters such as WDJB-MJHT',
  );

export const startDeviceLogin = defineCommand<DeviceLoginStarted>('public')(
  'auth',
  'deviceLogin',
  'start',
  z.strictObject({
    clientId: line(100).min(1, 'must not be empty: name the program'),
    /** As the user will see it; the id where it is left out. */
    clientName: line(200).optional(),
  }),
);
export const redeemDeviceLogin = defineCommand<DeviceLoginOutcome>('public')(
  'auth',
  'deviceLogin',
  'redeem',
  z.strictObject({ deviceCode: z.string().max(200) }),
);
/** In person only: who enters the code of somebody else lets them in. */
export const decideDeviceLogin = defineCommand<DeviceLoginView>('manageOwnAccount')(
  'auth',
  'deviceLogin',
  'decide',
  z.strictObject({ userCode, approve: z.boolean() }),
);
export const updateProfile = defineCommand<UserView>('manageOwnAccount')(
  'auth',
  'user',
  'updateProfile',
  z.strictObject({
    username: username.optional(),
    email: email.optional(),
    profile: profileInput.optional(),
  }),
);
/** The caller's own; answers what they are after the change. */
export const updatePreferences = defineCommand<JsonObject>('manageOwnAccount')(
  'auth',
  'preferences',
  'update',
  z.strictObject({ preferences: preferencesPatch }),
);
export const changePassword = defineCommand('manageOwnAccount')(
  'auth',
  'user',
  'changePassword',
  z.strictObject({ currentPassword: z.string().max(256), newPassword: password }),
);
export const setRole = defineCommand<UserView>('administerAccounts')(
  'auth',
  'user',
  'setRole',
  z.strictObject({ userId: id, role }),
);
export const activateUser = defineCommand<UserView>('administerAccounts')(
  'auth',
  'user',
  'activate',
  z.strictObject({ userId: id }),
);
export const suspendUser = defineCommand<UserView>('administerAccounts')(
  'auth',
  'user',
  'suspend',
  z.strictObject({ userId: id, reason: reason.optional() }),
);
export const deleteUser = defineCommand('administerAccounts')(
  'auth',
  'user',
  'delete',
  z.strictObject({ userId: id }),
);
export const createProject = defineCommand<ProjectView>('manageProjects')(
  'auth',
  'project',
  'create',
  z.strictObject({ name, description: text(2000).optional(), leadId: id.optional() }),
);
export const addMember = defineCommand<ProjectView>('manageProjects')(
  'auth',
  'project',
  'addMember',
  z.strictObject({ projectId: id, userId: id, memberRole: memberRole.default('member') }),
);
export const removeMember = defineCommand<ProjectView>('removeProjectMembers')(
  'auth',
  'project',
  'removeMember',
  z.strictObject({ projectId: id, userId: id }),
);
/** It takes no more work or members. Running jobs continue; the scheduler cancels its future reservations. */
export const archiveProject = defineCommand<ProjectView>('manageProjects')(
  'auth',
  'project',
  'archive',
  z.strictObject({ projectId: id }),
);
export const createApiToken = defineCommand<{ readonly token: string; readonly apiToken: ApiTokenView }>(
  'manageOwnAccount',
)(
  'auth',
  'apiToken',
  'create',
  z.strictObject({
    name,
    scopes: z.array(apiTokenScope).min(1, 'must name at least one scope'),
    expiresInDays: z.number().int().min(1).max(366).default(90),
  }),
);
export const revokeApiToken = defineCommand('manageOwnAccount')(
  'auth',
  'apiToken',
  'revoke',
  z.strictObject({ tokenId: id }),
);

export const jwksQuery = defineQuery<{ readonly keys: readonly { readonly [member: string]: unknown }[] }>(
  'public',
)('auth', 'jwks', z.strictObject({}));
/** Exchanges an API token for an access token of a few minutes. */
export const exchangeApiToken = defineCommand<{
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}>('public')('auth', 'apiToken', 'exchange', z.strictObject({ token: z.string().min(20).max(200) }));
export const viewerQuery = defineQuery<UserView>('read')('auth', 'viewer', z.strictObject({}));
export const usersQuery = defineQuery<PageOf<UserView>>('findUsers')(
  'auth',
  'users',
  page.extend({
    search: argument(120).optional(),
    role: role.optional(),
    status: userStatus.optional(),
    ...byCreation,
  }),
);
export const usersByIdQuery = defineQuery<readonly UserView[]>('read')(
  'auth',
  'usersById',
  z.strictObject({ ids: z.array(id).max(500) }),
);
export const projectsQuery = defineQuery<PageOf<ProjectView>>('read')(
  'auth',
  'projects',
  page.extend({
    search: argument(120).optional(),
    memberId: id.optional(),
    archived: z.boolean().optional(),
    /** Without it: the oldest first. */
    sort: z.enum(namedListSorts).optional(),
  }),
);
export const projectsByIdQuery = defineQuery<readonly ProjectView[]>('read')(
  'auth',
  'projectsById',
  z.strictObject({ ids: z.array(id).max(500) }),
);
export const apiTokensQuery = defineQuery<readonly ApiTokenView[]>('read')(
  'auth',
  'apiTokens',
  z.strictObject({}),
);
/** Live sessions, of the caller where nobody else is named. */
export const sessionsQuery = defineQuery<PageOf<SessionView>>('read')(
  'auth',
  'sessions',
  page.extend({ userId: id.optional() }),
);
export const deviceLoginQuery = defineQuery<DeviceLoginView>('manageOwnAccount')(
  'auth',
  'deviceLogin',
  z.strictObject({ userCode }),
);
/** The caller's own. */
export const preferencesQuery = defineQuery<JsonObject>('read')('auth', 'preferences', z.strictObject({}));
