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
import type { ResultOf } from '@berth/contracts/define';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf, toPlainId } from '../graphql/ids.js';
import { asDone, asValue, defineMutation, doneOf, successOf } from '../graphql/mutation.js';
import { Grant, Pool } from './pool.type.js';

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
    revoked: t.exposeBoolean('revoked', { description: 'Whether it was revoked.' }),
  }),
});

builder.queryFields((t) => ({
  pools: t.connection(
    {
      type: Pool,
      description: 'Pools that the caller may use.',
      resolve: async (_root, page, { calls }) => queryConnection(calls, poolsQuery, page),
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
      },
      resolve: async (_root, { user, project, pool, ...page }, { calls }) =>
        queryConnection(calls, grantsQuery, page, {
          userId: plainIdOf(user),
          projectId: plainIdOf(project),
          poolId: plainIdOf(pool),
        }),
    },
    ...connectionNames('Grant'),
  ),
  joinTokens: t.field({
    type: [JoinToken],
    description: 'Join tokens. Requires staff (admin or operator).',
    args: { pool: t.arg.id({ description: 'Filters by pool.' }) },
    resolve: async (_root, { pool }, { calls }) => [
      ...(await calls.query(joinTokensQuery, pool == null ? {} : { poolId: toPlainId(String(pool)) })),
    ],
  }),
}));

defineMutation({
  name: 'createPool',
  description: 'Creates a pool. Requires staff (admin or operator).',
  input: (t) => ({
    name: t.string({ required: true, description: 'Unique name.' }),
    description: t.string({ description: 'Description.' }),
    approval: t.boolean({ description: 'Whether each job needs approval; default: false.' }),
    priceLabel: t.string({ description: 'Name of its price list.' }),
    maxQueuedPerUser: t.int({
      description: 'Maximum number of waiting jobs of one user; default: 1000.',
    }),
  }),
  success: successOf('createPool', 'pool', Pool, 'The new pool.'),
  run: async (input, { calls }, info) => asValue(await calls.command(createPool, input, info)),
});

defineMutation({
  name: 'updatePool',
  description: 'Changes a pool. Requires staff (admin or operator).',
  input: (t) => ({
    poolId: t.id({ required: true, description: 'Which pool.' }),
    name: t.string({ description: 'A new name.' }),
    description: t.string({ description: 'Description.' }),
    approval: t.boolean({ description: 'Whether each job needs approval.' }),
    priceLabel: t.string({ description: 'Name of its price list.' }),
    maxQueuedPerUser: t.int({ description: 'Maximum number of waiting jobs of one user.' }),
  }),
  success: successOf('updatePool', 'pool', Pool, 'The pool after the change.'),
  run: async ({ poolId, ...input }, { calls }, info) =>
    asValue(await calls.command(updatePool, { ...input, poolId: toPlainId(String(poolId)) }, info)),
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

defineMutation({
  name: 'createJoinToken',
  description: 'Creates a token with which hosts join a pool. Requires staff (admin or operator).',
  input: (t) => ({
    poolId: t.id({ required: true, description: 'Which pool the hosts join.' }),
    expiresInHours: t.float({ description: 'Default: 24.' }),
    maxUses: t.int({ description: 'Maximum number of hosts that may join with it.' }),
  }),
  success: CreateJoinTokenSuccess,
  run: ({ poolId, ...input }, { calls }, info) =>
    calls.command(createJoinToken, { ...input, poolId: toPlainId(String(poolId)) }, info),
});

defineMutation({
  name: 'revokeJoinToken',
  description: 'Revokes a join token; hosts that have joined stay. Requires staff (admin or operator).',
  input: (t) => ({ tokenId: t.id({ required: true, description: 'Id of the token.' }) }),
  success: doneOf('revokeJoinToken'),
  run: async ({ tokenId }, { calls }, info) =>
    asDone(await calls.command(revokeJoinToken, { tokenId: String(tokenId) }, info)),
});

defineMutation({
  name: 'createGrant',
  description:
    'Grants a user or a project the use of a pool or of one device. Requires staff (admin or operator).',
  input: (t) => ({
    userId: t.id({ description: 'Either a user …' }),
    projectId: t.id({ description: '… or a project.' }),
    poolId: t.id({ required: true, description: 'Which pool.' }),
    deviceUuid: t.string({ description: 'This device only.' }),
    priority: t.int({ description: 'Priority class: 0 (first) to 2 (last); default: 1.' }),
    timeMultiplier: t.float({ description: 'Multiplies the maximum duration; default: 1.' }),
    maxHours: t.float({ description: 'Maximum duration of a job in hours; default: 48.' }),
  }),
  success: successOf('createGrant', 'grant', Grant, 'The new grant.'),
  run: async ({ userId, projectId, poolId, ...input }, { calls }, info) =>
    asValue(
      await calls.command(
        createGrant,
        {
          ...input,
          poolId: toPlainId(String(poolId)),
          ...(userId === undefined ? {} : { userId: toPlainId(String(userId)) }),
          ...(projectId === undefined ? {} : { projectId: toPlainId(String(projectId)) }),
        },
        info,
      ),
    ),
});

defineMutation({
  name: 'revokeGrant',
  description: 'Revokes a grant. Requires staff (admin or operator).',
  input: (t) => ({ grantId: t.id({ required: true, description: 'Id of the grant.' }) }),
  success: successOf('revokeGrant', 'grant', Grant, 'The grant after the change.'),
  run: async ({ grantId }, { calls }, info) =>
    asValue(await calls.command(revokeGrant, { grantId: String(grantId) }, info)),
});
