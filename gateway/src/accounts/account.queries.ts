import { apiTokensQuery, usersQuery, viewerQuery } from '@berth/contracts/auth/operations';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { toGraphQLError } from '../graphql/calls.js';
import { ApiToken, RoleEnum, User, UserStatusEnum } from './user.type.js';

builder.queryFields((t) => ({
  viewer: t.field({
    type: User,
    nullable: true,
    description: 'Who the caller is; null where not logged in.',
    resolve: async (_root, _args, { calls, caller }) => {
      if (caller.kind === 'nobody') return null;
      if (caller.kind === 'refused') throw toGraphQLError(caller.rejection);
      return calls.query(viewerQuery, {});
    },
  }),
  users: t.connection(
    {
      type: User,
      description: 'Accounts. Members see names only.',
      args: {
        search: t.arg.string({ description: 'Part of a user name, or an e-mail address.' }),
        role: t.arg({ type: RoleEnum, description: 'Of this role only.' }),
        status: t.arg({ type: UserStatusEnum, description: 'Of this status only.' }),
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
