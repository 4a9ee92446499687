import {
  createGrant,
  createJoinToken,
  createPool,
  grantsQuery,
  joinTokensQuery,
  poolsQuery,
  revokeGrant,
  revokeJoinToken,
  updatePool,
} from '@berth/contracts/inventory/operations';
import { joinTokenStates } from '@berth/contracts/inventory/views';
import type { ResultOf } from '@berth/contracts/define';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection, withoutNull } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum.js';
import { createdArgs, ListSortEnum } from '../graphql/list-sort.js';
import { plainIdOf } from '../graphql/ids.js';
import { asSuccess, defineCommandMutation, doneOf, successOf } from '../graphql/mutation.js';
import { Grant, GrantStatusEnum, Pool } from './pool.type.js';

const JoinTokenStateEnum = enumOf('JoinTokenState', {
  description: 'Hosts join with active ones only.',
  values: joinTokenStates,
});

const JoinToken = builder.objectRef<ResultOf<typeof joinTokensQuery>[number]>('JoinToken').implement({
  description: 'A token with which hosts join a pool. The token itself is shown only once.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Id for revoking it.' }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Which pool.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it expires.',
      resolve: (token) => token.expiresAt,
    }),
    uses: t.exposeInt('uses', { description: 'Number of hosts that have joined with it.' }),
    maxUses: t.exposeInt('maxUses', {
      nullable: true,
      description: 'Number of hosts that may join with it; null: any.',
    }),
    revoked: t.exposeBoolean('revoked', { description: 'Whether it was revoked.' }),
    state: t.field({
      type: JoinTokenStateEnum,
      description: 'Whether hosts can join with it.',
      resolve: ({ state }) => state,
    }),
  }),
});

builder.queryFields((t) => ({
  pools: t.connection(
    {
      type: Pool,
      description: 'Pools that the caller may use.',
      args: { search: t.arg.string({ description: 'Part of the name.' }) },
      resolve: async (_root, { search, ...page }, { calls }) =>
        queryConnection(calls, poolsQuery, page, { search }),
    },
    ...connectionNames('Pool'),
  ),
  grants: t.connection(
    {
      type: Grant,
      description: "The caller's grants; all of them for admins, operators and auditors.",
      args: {
        user: t.arg.id({ description: 'Filters by user.' }),
        project: t.arg.id({ description: 'Filters by project.' }),
        pool: t.arg.id({ description: 'Filters by pool.' }),
        status: t.arg({ type: GrantStatusEnum, description: 'Filters by status.' }),
        ...createdArgs(t.arg),
      },
      resolve: async (
        _root,
        { user, project, pool, status, createdFrom, createdUntil, sort, ...page },
        { calls },
      ) =>
        queryConnection(calls, grantsQuery, page, {
          userId: plainIdOf(user),
          projectId: plainIdOf(project),
          poolId: plainIdOf(pool),
          status,
          createdFrom,
          createdUntil,
          sort,
        }),
    },
    ...connectionNames('Grant'),
  ),
  joinTokens: t.field({
    type: [JoinToken],
    description: 'Join tokens. Requires staff (admin or operator).',
    args: {
      pool: t.arg.id({ description: 'Filters by pool.' }),
      states: t.arg({ type: [JoinTokenStateEnum], description: 'Filters by state.' }),
      sort: t.arg({
        type: ListSortEnum,
        description: 'Order by when they expire; default: NEWEST, the last first.',
      }),
    },
    resolve: async (_root, { pool, states, sort }, { calls }) => [
      ...(await calls.query(joinTokensQuery, withoutNull({ poolId: plainIdOf(pool), states, sort }))),
    ],
  }),
}));

defineCommandMutation({
  operation: createPool,
  name: 'createPool',
  description: 'Creates a pool. Requires staff (admin or operator).',
  input: {
    name: 'Unique name.',
    description: 'Description.',
    approval: 'Whether each job needs approval; default: false.',
    priceLabel: 'Name of its price list.',
    maxQueuedPerUser: 'Maximum number of waiting jobs of one user; default: 1000.',
  },
  success: successOf('createPool', 'pool', Pool, 'The new pool.'),
});

defineCommandMutation({
  operation: updatePool,
  name: 'updatePool',
  description: 'Changes a pool. Requires staff (admin or operator).',
  input: {
    poolId: 'Which pool.',
    name: 'A new name.',
    description: 'Description.',
    approval: 'Whether each job needs approval.',
    priceLabel: 'Name of its price list.',
    maxQueuedPerUser: 'Maximum number of waiting jobs of one user.',
  },
  success: successOf('updatePool', 'pool', Pool, 'The pool after the change.'),
});

const CreateJoinTokenSuccess = builder
  .objectRef<ResultOf<typeof createJoinToken>>('CreateJoinTokenSuccess')
  .implement({
    description: '`createJoinToken` succeeded.',
    fields: (t) => ({
      token: t.exposeString('token', { description: 'The token. It is shown only once.' }),
      tokenId: t.exposeID('tokenId', { description: 'Id for revoking it.' }),
      expiresAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it expires.',
        resolve: (done) => done.expiresAt,
      }),
    }),
  });

defineCommandMutation({
  operation: createJoinToken,
  name: 'createJoinToken',
  description: 'Creates a token with which hosts join a pool. Requires staff (admin or operator).',
  input: {
    poolId: 'Which pool the hosts join.',
    expiresInHours: 'Default: 24.',
    maxUses: 'Maximum number of hosts that may join with it.',
  },
  success: asSuccess(CreateJoinTokenSuccess),
});

defineCommandMutation({
  operation: revokeJoinToken,
  name: 'revokeJoinToken',
  description: 'Revokes a join token; hosts that have joined stay. Requires staff (admin or operator).',
  input: { tokenId: 'Id of the token.' },
  success: doneOf('revokeJoinToken'),
});

defineCommandMutation({
  operation: createGrant,
  name: 'createGrant',
  description:
    'Grants a user or a project the use of a pool or of one device. Requires staff (admin or operator).',
  input: {
    userId: 'Either a user …',
    projectId: '… or a project.',
    poolId: 'Which pool.',
    deviceUuid: 'This device only.',
    priority: 'Priority class: 0 (first) to 2 (last); default: 1.',
    timeMultiplier: 'Multiplies the maximum duration; default: 1.',
    maxHours: 'Maximum duration of a job in hours; default: 48.',
  },
  success: successOf('createGrant', 'grant', Grant, 'The new grant.'),
});

defineCommandMutation({
  operation: revokeGrant,
  name: 'revokeGrant',
  description: 'Revokes a grant. Requires staff (admin or operator).',
  input: { grantId: 'Id of the grant.' },
  success: successOf('revokeGrant', 'grant', Grant, 'The grant after the change.'),
});
