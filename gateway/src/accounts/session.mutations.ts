import {
  createApiToken,
  login,
  logout,
  refresh,
  revokeApiToken,
  revokeSession,
} from '@berth/contracts/auth/operations';
import type { ApiTokenView, LoginResult } from '@berth/contracts/auth/views';
import { builder } from '../graphql/builder.js';
import { asDone, defineMutation, doneOf } from '../graphql/mutation.js';
import { ApiToken, ApiTokenScopeEnum, User } from './user.type.js';

const DEVICE_DESCRIPTION =
  'Marks this browser or program as known to the account. Store it and send it with the next login. It grants no access by itself.';

const loginSuccess = (name: string, from: 'log-in' | 'refresh') =>
  builder.objectRef<LoginResult>(`${name}Success`).implement({
    description: 'A pair of tokens. Send the access token in the header `Authorization: Bearer …`.',
    fields: (t) => ({
      user: t.field({
        type: User,
        description: 'The user to whom the tokens belong.',
        resolve: (done) => done.user,
      }),
      accessToken: t.exposeString('accessToken', {
        description: 'For the Authorization header; expires after a few minutes.',
      }),
      expiresInSeconds: t.exposeInt('expiresInSeconds', {
        description: 'Lifetime of the access token in seconds.',
      }),
      refreshToken: t.exposeString('refreshToken', {
        description: 'Can be exchanged once for the next pair of tokens.',
      }),
      sessionExpiresAt: t.field({
        type: 'DateTime',
        description: 'When the session ends unless its refresh token is exchanged before.',
        resolve: (done) => done.sessionExpiresAt,
      }),
      ...(from === 'log-in' && {
        deviceToken: t.exposeString('deviceToken', { nullable: true, description: DEVICE_DESCRIPTION }),
      }),
    }),
  });

defineMutation({
  name: 'login',
  description: 'Starts a session, by user name or e-mail address.',
  input: (t) => ({
    login: t.string({ required: true, description: 'User name or e-mail address.' }),
    password: t.string({ required: true, description: 'The password.' }),
    client: t.string({
      description:
        'Name of the program or browser, by which its owner knows the session again. Default: the User-Agent header.',
    }),
    deviceToken: t.string({
      description:
        'The `deviceToken` of an earlier login in the same browser or program. Failed attempts from elsewhere then do not delay this login.',
    }),
  }),
  success: loginSuccess('Login', 'log-in'),
  run: (input, { calls }, info) => calls.openCommand(login, input, info),
});

defineMutation({
  name: 'refresh',
  description:
    'Exchanges a refresh token for the next pair of tokens. Reusing a refresh token ends the session.',
  input: (t) => ({
    refreshToken: t.string({
      required: true,
      description: 'The refresh token from the last login or refresh.',
    }),
  }),
  success: loginSuccess('Refresh', 'refresh'),
  run: (input, { calls }, info) => calls.openCommand(refresh, input, info),
});

defineMutation({
  name: 'logout',
  description: 'Ends the session immediately and invalidates its access token.',
  input: (t) => ({
    refreshToken: t.string({ description: 'Identifies the session if no access token is sent.' }),
  }),
  success: doneOf('logout'),
  run: async (input, { calls, caller }, info) =>
    asDone(
      caller.kind === 'known'
        ? await calls.command(logout, input, info)
        : await calls.openCommand(logout, input, info),
    ),
});

defineMutation({
  name: 'revokeSession',
  description:
    'Ends a session at once: its tokens are refused and its streams end. Those of others require an admin.',
  input: (t) => ({ sessionId: t.id({ required: true, description: 'Id of the session.' }) }),
  success: doneOf('revokeSession'),
  run: async ({ sessionId }, { calls }, info) =>
    asDone(await calls.command(revokeSession, { sessionId: String(sessionId) }, info)),
});

const CreateApiTokenSuccess = builder
  .objectRef<{ readonly token: string; readonly apiToken: ApiTokenView }>('CreateApiTokenSuccess')
  .implement({
    description: '`createApiToken` succeeded.',
    fields: (t) => ({
      token: t.exposeString('token', { description: 'The token. It is shown only once.' }),
      apiToken: t.field({
        type: ApiToken,
        description: 'The stored token, without its secret.',
        resolve: (done) => done.apiToken,
      }),
    }),
  });

defineMutation({
  name: 'createApiToken',
  description: 'Creates an API token for scripts, with scopes and an expiry.',
  input: (t) => ({
    name: t.string({ required: true, description: 'Description.' }),
    scopes: t.field({ type: [ApiTokenScopeEnum], required: true, description: 'What it may be used for.' }),
    expiresInDays: t.int({ description: '1 to 366; default: 90.' }),
  }),
  success: CreateApiTokenSuccess,
  run: (input, { calls }, info) => calls.command(createApiToken, input, info),
});

defineMutation({
  name: 'revokeApiToken',
  description: 'Revokes an API token.',
  input: (t) => ({ tokenId: t.id({ required: true, description: 'Id of the API token.' }) }),
  success: doneOf('revokeApiToken'),
  run: async ({ tokenId }, { calls }, info) =>
    asDone(await calls.command(revokeApiToken, { tokenId: String(tokenId) }, info)),
});
