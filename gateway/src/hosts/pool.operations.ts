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
  description: 'Lets hosts join a pool. The token itself is shown once only.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'To revoke it by.' }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Which pool.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself.',
      resolve: (token) => token.expiresAt,
    }),
    uses: t.exposeInt('uses', { description: 'Hosts that have joined with it.' }),
    revoked: t.exposeBoolean('revoked', { description: 'Whether it was ended before.' }),
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
      description: "The caller's grants; all of them for those who run the place.",
      args: {
        user: t.arg.id({ description: 'Of this user only.' }),
        project: t.arg.id({ description: 'Of this project only.' }),
        pool: t.arg.id({ description: 'For this pool only.' }),
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
    description: 'Join tokens. For operators.',
    args: { pool: t.arg.id({ description: 'Of this pool only.' }) },
    resolve: async (_root, { pool }, { calls }) => [
      ...(await calls.query(joinTokensQuery, pool == null ? {} : { poolId: toPlainId(String(pool)) })),
    ],
  }),
}));

defineMutation({
  name: 'createPool',
  description: 'Makes a pool. For operators.',
  input: (t) => ({
    name: t.string({ required: true, description: 'Unique name.' }),
    description: t.string({ description: 'What it is for.' }),
    approval: t.boolean({ description: 'Whether somebody must approve each job; false where left out.' }),
    priceLabel: t.string({ description: 'Name of its price list.' }),
    maxQueuedPerUser: t.int({
      description: 'Most jobs of one user that may wait in it; 1000 where left out.',
    }),
  }),
  success: successOf('createPool', 'pool', Pool, 'The new pool.'),
  run: async (input, { calls }, info) => asValue(await calls.command(createPool, input, info)),
});

defineMutation({
  name: 'updatePool',
  description: 'Changes name or policy of a pool. For operators.',
  input: (t) => ({
    poolId: t.id({ required: true, description: 'Which pool.' }),
    name: t.string({ description: 'A new name.' }),
    description: t.string({ description: 'What it is for.' }),
    approval: t.boolean({ description: 'Whether somebody must approve each job.' }),
    priceLabel: t.string({ description: 'Name of its price list.' }),
    maxQueuedPerUser: t.int({ description: 'Most jobs of one user that may wait in it.' }),
  }),
  success: successOf('updatePool', 'pool', Pool, 'The pool after the change.'),
  run: async ({ poolId, ...input }, { calls }, info) =>
    asValue(await calls.command(updatePool, { ...input, poolId: toPlainId(String(poolId)) }, info)),
});

const CreateJoinTokenSuccess = builder
  .objectRef<ResultOf<typeof createJoinToken>>('CreateJoinTokenSuccess')
  .implement({
    description: '`createJoinToken` was done.',
    fields: (t) => ({
      token: t.exposeString('token', { description: 'The token. It is shown this once only.' }),
      tokenId: t.exposeID('tokenId', { description: 'To revoke it by.' }),
      expiresAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it ends by itself.',
        resolve: (done) => done.expiresAt,
      }),
    }),
  });

defineMutation({
  name: 'createJoinToken',
  description: 'Makes a token that lets hosts join a pool. For operators.',
  input: (t) => ({
    poolId: t.id({ required: true, description: 'Which pool the hosts join.' }),
    expiresInHours: t.float({ description: '24 where left out.' }),
    maxUses: t.int({ description: 'Most hosts that may join with it.' }),
  }),
  success: CreateJoinTokenSuccess,
  run: ({ poolId, ...input }, { calls }, info) =>
    calls.command(createJoinToken, { ...input, poolId: toPlainId(String(poolId)) }, info),
});

defineMutation({
  name: 'revokeJoinToken',
  description: 'Ends a join token; hosts that have joined stay. For operators.',
  input: (t) => ({ tokenId: t.id({ required: true, description: 'Id of the token.' }) }),
  success: doneOf('revokeJoinToken'),
  run: async ({ tokenId }, { calls }, info) =>
    asDone(await calls.command(revokeJoinToken, { tokenId: String(tokenId) }, info)),
});

defineMutation({
  name: 'createGrant',
  description: 'Lets a user or a project use a pool, or one device of it. For operators.',
  input: (t) => ({
    userId: t.id({ description: 'Either a user …' }),
    projectId: t.id({ description: '… or a project.' }),
    poolId: t.id({ required: true, description: 'Which pool.' }),
    deviceUuid: t.string({ description: 'This device only.' }),
    priority: t.int({ description: '0 goes before 1 before 2; 1 where left out.' }),
    timeMultiplier: t.float({ description: 'Stretches the longest time; 1 where left out.' }),
    maxHours: t.float({ description: 'Longest time of a job in hours; 48 where left out.' }),
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
  description: 'Ends a grant. For operators.',
  input: (t) => ({ grantId: t.id({ required: true, description: 'Id of the grant.' }) }),
  success: successOf('revokeGrant', 'grant', Grant, 'The grant after the change.'),
  run: async ({ grantId }, { calls }, info) =>
    asValue(await calls.command(revokeGrant, { grantId: String(grantId) }, info)),
});
