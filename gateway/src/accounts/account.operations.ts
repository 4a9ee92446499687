import {
  apiTokensQuery,
  usersQuery,
  viewerQuery,
  activateUser,
  changePassword,
  deleteUser,
  profileInput,
  register,
  setRole,
  suspendUser,
  updatePreferences,
  updateProfile,
} from '@berth/contracts/auth/operations';
import type { LoginResult, UserView } from '@berth/contracts/auth/views';
import type { ObjectRef } from '@pothos/core';
import type { JsonObject } from '@berth/kernel/json';
import { builder, type BuilderTypes } from '../graphql/builder.js';
import { toGraphQLError } from '../graphql/calls.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { createdArgs } from '../graphql/list-sort.js';
import { deriveInputType } from '../graphql/derived-input.js';
import { asSuccess, defineCommandMutation, defineMutation, doneOf, successOf } from '../graphql/mutation.js';
import { ApiToken, RoleEnum, User, UserStatusEnum } from './user.type.js';

builder.queryFields((t) => ({
  viewer: t.field({
    type: User,
    nullable: true,
    description: "The caller's account; null if not logged in.",
    resolve: async (_root, _args, { calls, caller }) => {
      if (caller.kind === 'anonymous') return null;
      if (caller.kind === 'refused') throw toGraphQLError(caller.rejection);
      return calls.query(viewerQuery, {});
    },
  }),
  users: t.connection(
    {
      type: User,
      description: 'Accounts. Members see user names only.',
      args: {
        search: t.arg.string({
          description:
            'Part of the user name; for admins, operators and auditors also of name, e-mail address, organisation or lab. A page looks at some 10000 accounts: it may have fewer items than requested, or none, and `endCursor` leads on. Who is called exactly so is always in the first page.',
        }),
        role: t.arg({ type: RoleEnum, description: 'Filters by role.' }),
        status: t.arg({ type: UserStatusEnum, description: 'Filters by status.' }),
        ...createdArgs(t.arg, 'OLDEST'),
      },
      resolve: async (_root, { first, after, last, before, ...filters }, { calls }) =>
        queryConnection(calls, usersQuery, { first, after, last, before }, filters),
    },
    ...connectionNames('User'),
  ),
  apiTokens: t.field({
    type: [ApiToken],
    description: "The caller's API tokens.",
    resolve: async (_root, _args, { calls }) => [...(await calls.query(apiTokensQuery, {}))],
  }),
}));

deriveInputType(profileInput, {
  name: 'ProfileInput',
  description: 'Profile fields. Omitted fields keep their value.',
  fields: {
    givenName: 'First name.',
    familyName: 'Last name.',
    organisation: 'Company or university.',
    lab: 'Group within the organisation.',
    phone: 'Telephone number.',
    locale: 'Language.',
    timeZone: 'IANA name such as Europe/Berlin.',
  },
});

interface Registered extends Partial<Omit<LoginResult, 'user'>> {
  readonly user: UserView;
}

const RegisterSuccess = builder.objectRef<Registered>('RegisterSuccess').implement({
  description: '`register` succeeded.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'The new account.', resolve: (done) => done.user }),
    accessToken: t.exposeString('accessToken', {
      nullable: true,
      description: 'Null if the account awaits activation.',
    }),
    expiresInSeconds: t.exposeInt('expiresInSeconds', {
      nullable: true,
      description: 'Lifetime of the access token in seconds.',
    }),
    refreshToken: t.exposeString('refreshToken', {
      nullable: true,
      description: 'Can be exchanged once for the next pair of tokens.',
    }),
    sessionExpiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the session ends unless its refresh token is exchanged before.',
      resolve: (done) => done.sessionExpiresAt,
    }),
    deviceToken: t.exposeString('deviceToken', {
      nullable: true,
      description:
        'Marks this browser or program as known to the account. Store it and send it with the next login. It grants no access by itself.',
    }),
  }),
});

defineMutation({
  schema: register.input,
  name: 'register',
  description:
    'Creates an account. The first user becomes admin. Later users await activation if the installation requires it.',
  input: {
    username: '2 to 40 letters, digits, dots, dashes or underscores.',
    email: 'E-mail address.',
    password: '8 to 256 characters.',
    profile: 'Further profile fields.',
  },
  success: asSuccess(RegisterSuccess),
  run: (input, { calls }, info) => calls.openCommand(register, input, info),
});

defineCommandMutation({
  operation: updateProfile,
  name: 'updateProfile',
  description: "Changes the caller's profile, user name or e-mail address.",
  input: {
    username: 'A new user name.',
    email: 'A new e-mail address.',
    profile: 'Omitted fields keep their value.',
  },
  success: successOf('updateProfile', 'user', User, 'The account after the change.'),
});

const UpdatePreferencesSuccess = builder
  .objectRef<{ readonly preferences: JsonObject }>('UpdatePreferencesSuccess')
  .implement({
    description: '`updatePreferences` succeeded.',
    fields: (t) => ({
      preferences: t.field({
        type: 'JSON',
        description: 'The preferences after the change.',
        resolve: (done) => done.preferences,
      }),
    }),
  });

defineCommandMutation({
  operation: updatePreferences,
  name: 'updatePreferences',
  description:
    "Changes the caller's preferences by a JSON merge patch (RFC 7396): members replace those of the same name, objects are merged, and null removes a member. At most 16384 bytes as JSON, 6 deep.",
  input: { preferences: 'The patch: a JSON object.' },
  success: {
    type: UpdatePreferencesSuccess as ObjectRef<BuilderTypes, object>,
    of: (preferences) => ({ preferences }),
  },
});

defineCommandMutation({
  operation: changePassword,
  name: 'changePassword',
  description: "Changes the caller's password and ends all other sessions.",
  input: { currentPassword: 'The current password.', newPassword: '8 to 256 characters.' },
  success: doneOf('changePassword'),
});

const userId = 'Id of the user.';

defineCommandMutation({
  operation: setRole,
  name: 'setRole',
  description: 'Changes the role of a user. The last admin cannot be demoted. Requires an admin.',
  input: { userId, role: 'The new role.' },
  success: successOf('setRole', 'user', User, 'The account after the change.'),
});

defineCommandMutation({
  operation: activateUser,
  name: 'activateUser',
  description: 'Activates a user who awaits activation or was suspended. Requires an admin.',
  input: { userId },
  success: successOf('activateUser', 'user', User, 'The account after the change.'),
});

defineCommandMutation({
  operation: suspendUser,
  name: 'suspendUser',
  description: "Prevents a user from logging in and ends the user's sessions. Requires an admin.",
  input: { userId, reason: 'Reason; kept in the history.' },
  success: successOf('suspendUser', 'user', User, 'The account after the change.'),
});

defineCommandMutation({
  operation: deleteUser,
  name: 'deleteUser',
  description: 'Deletes an account and erases its personal data; the history is kept. Requires an admin.',
  input: { userId },
  success: doneOf('deleteUser'),
});
