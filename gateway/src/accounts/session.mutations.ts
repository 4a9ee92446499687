import { createApiToken, login, logout, refresh, revokeApiToken } from '@berth/contracts/auth/operations';
import type { ApiTokenView, LoginResult } from '@berth/contracts/auth/views';
import { builder } from '../graphql/builder.js';
import { asDone, defineMutation, doneOf } from '../graphql/mutation.js';
import { ApiToken, ApiTokenScopeEnum, User } from './user.type.js';

const DEVICE_DESCRIPTION =
  'Keep it on this device, and give it at the next log-in. It opens nothing by itself.';

const loginSuccess = (name: string, from: 'log-in' | 'refresh') =>
  builder.objectRef<LoginResult>(`${name}Success`).implement({
    description: 'A pair of tokens. Send the access token as `Authorization: Bearer …`.',
    fields: (t) => ({
      user: t.field({ type: User, description: 'Whose tokens they are.', resolve: (done) => done.user }),
      accessToken: t.exposeString('accessToken', {
        description: 'For the Authorization header; lives a few minutes.',
      }),
      expiresInSeconds: t.exposeInt('expiresInSeconds', { description: 'Life of the access token.' }),
      refreshToken: t.exposeString('refreshToken', {
        description: 'Good once, for the next pair of tokens.',
      }),
      ...(from === 'log-in' && {
        device: t.exposeString('device', { nullable: true, description: DEVICE_DESCRIPTION }),
      }),
    }),
  });

defineMutation({
  name: 'login',
  description: 'Opens a session, by user name or e-mail address.',
  input: (t) => ({
    login: t.string({ required: true, description: 'User name or e-mail address.' }),
    password: t.string({ required: true, description: 'The password.' }),
    client: t.string({ description: 'Name of the program or device, to know the session by.' }),
    device: t.string({
      description:
        'What an earlier log-in on this device answered: then wrong passwords that others try elsewhere make nobody wait here.',
    }),
  }),
  success: loginSuccess('Login', 'log-in'),
  run: (input, { calls }, info) => calls.openCommand(login, input, info),
});

defineMutation({
  name: 'refresh',
  description: 'Trades a refresh token for the next pair. One that was used before ends the whole session.',
  input: (t) => ({
    refreshToken: t.string({ required: true, description: 'From the last login or refresh.' }),
  }),
  success: loginSuccess('Refresh', 'refresh'),
  run: (input, { calls }, info) => calls.openCommand(refresh, input, info),
});

defineMutation({
  name: 'logout',
  description: 'Ends the session at once, the access token too.',
  input: (t) => ({
    refreshToken: t.string({ description: 'Names the session where there is no access token.' }),
  }),
  success: doneOf('logout'),
  run: async (input, { calls, caller }, info) =>
    asDone(
      caller.kind === 'known'
        ? await calls.command(logout, input, info)
        : await calls.openCommand(logout, input, info),
    ),
});

const CreateApiTokenSuccess = builder
  .objectRef<{ readonly token: string; readonly apiToken: ApiTokenView }>('CreateApiTokenSuccess')
  .implement({
    description: '`createApiToken` was done.',
    fields: (t) => ({
      token: t.exposeString('token', { description: 'The token. It is shown this once only.' }),
      apiToken: t.field({
        type: ApiToken,
        description: 'What is kept of it.',
        resolve: (done) => done.apiToken,
      }),
    }),
  });

defineMutation({
  name: 'createApiToken',
  description: 'Makes a token for scripts, with scopes and an end.',
  input: (t) => ({
    name: t.string({ required: true, description: 'What it is for.' }),
    scopes: t.field({ type: [ApiTokenScopeEnum], required: true, description: 'What it may be used for.' }),
    expiresInDays: t.int({ description: '1 to 366; 90 where left out.' }),
  }),
  success: CreateApiTokenSuccess,
  run: (input, { calls }, info) => calls.command(createApiToken, input, info),
});

defineMutation({
  name: 'revokeApiToken',
  description: 'Ends an API token.',
  input: (t) => ({ tokenId: t.id({ required: true, description: 'Id of the API token.' }) }),
  success: doneOf('revokeApiToken'),
  run: async ({ tokenId }, { calls }, info) =>
    asDone(await calls.command(revokeApiToken, { tokenId: String(tokenId) }, info)),
});
