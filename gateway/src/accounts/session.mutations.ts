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
import { asSuccess, defineCommandMutation, defineMutation, doneOf } from '../graphql/mutation.js';
import { ApiToken, User } from './user.type.js';

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
  schema: login.input,
  name: 'login',
  description: 'Starts a session, by user name or e-mail address.',
  input: {
    login: 'User name or e-mail address.',
    password: 'The password.',
    client:
      'Name of the program or browser, by which its owner knows the session again. Default: the User-Agent header.',
    deviceToken:
      'The `deviceToken` of an earlier login in the same browser or program. Failed attempts from elsewhere then do not delay this login.',
  },
  success: asSuccess(loginSuccess('Login', 'log-in')),
  run: (input, { calls }, info) => calls.openCommand(login, input, info),
});

defineMutation({
  schema: refresh.input,
  name: 'refresh',
  description:
    'Exchanges a refresh token for the next pair of tokens. Reusing a refresh token ends the session.',
  input: { refreshToken: 'The refresh token from the last login or refresh.' },
  success: asSuccess(loginSuccess('Refresh', 'refresh')),
  run: (input, { calls }, info) => calls.openCommand(refresh, input, info),
});

defineMutation({
  schema: logout.input,
  name: 'logout',
  description: 'Ends the session immediately and invalidates its access token.',
  input: { refreshToken: 'Identifies the session if no access token is sent.' },
  success: doneOf('logout'),
  run: (input, { calls, caller }, info) =>
    caller.kind === 'known' ? calls.command(logout, input, info) : calls.openCommand(logout, input, info),
});

defineCommandMutation({
  operation: revokeSession,
  name: 'revokeSession',
  description:
    'Ends a session at once: its tokens are refused and its streams end. Those of others require an admin.',
  input: { sessionId: 'Id of the session.' },
  success: doneOf('revokeSession'),
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

defineCommandMutation({
  operation: createApiToken,
  name: 'createApiToken',
  description: 'Creates an API token for scripts, with scopes and an expiry.',
  input: {
    name: 'Description.',
    scopes: 'What it may be used for.',
    expiresInDays: '1 to 366; default: 90.',
  },
  success: asSuccess(CreateApiTokenSuccess),
});

defineCommandMutation({
  operation: revokeApiToken,
  name: 'revokeApiToken',
  description: 'Revokes an API token.',
  input: { tokenId: 'Id of the API token.' },
  success: doneOf('revokeApiToken'),
});
