import { apiTokensQuery, usersQuery, viewerQuery } from '@berth/contracts/auth/operations';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { toGraphQLError } from '../graphql/calls.js';
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
        search: t.arg.string({ description: 'Part of a user name, or an e-mail address.' }),
        role: t.arg({ type: RoleEnum, description: 'Filters by role.' }),
        status: t.arg({ type: UserStatusEnum, description: 'Filters by status.' }),
      },
      resolve: async (_root, { search, role, status, ...page }, { calls }) =>
        queryConnection(calls, usersQuery, page, { search, role, status }),
    },
    ...connectionNames('User'),
  ),
  apiTokens: t.field({
    type: [ApiToken],
    description: "The caller's API tokens.",
    resolve: async (_root, _args, { calls }) => [...(await calls.query(apiTokensQuery, {}))],
  }),
}));
