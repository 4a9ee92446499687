import type { GrantView, PoolView } from '@berth/contracts/inventory/views';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { User } from '../accounts/user.type.js';
import { Project } from '../projects/project.type.js';

export const Pool = builder.node(builder.objectRef<PoolView>('Pool'), {
  description: 'Hosts scheduled together under one policy.',
  id: { resolve: (pool) => pool.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.pools().load(id))),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    approval: t.exposeBoolean('approval', { description: 'Whether somebody must approve each job.' }),
    priceLabel: t.exposeString('priceLabel', { nullable: true, description: 'Name of its price list.' }),
    maxQueuedPerUser: t.exposeInt('maxQueuedPerUser', {
      description: 'Most jobs of one user that may wait in it.',
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (pool) => pool.createdAt,
    }),
  }),
});

export const GrantStatusEnum = enumOf('GrantStatus', {
  description: 'Whether a grant still holds.',
  values: ['active', 'revoked'] as const,
});

export const Grant = builder.objectRef<GrantView>('Grant').implement({
  description: 'What one user or project may use: a pool, or one device of it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'To revoke it by.' }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Whose it is, unless a project’s.',
      resolve: ({ userId }, _args, { loaders }) =>
        userId === undefined ? null : loaders.users().load(userId),
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Whose it is, unless a user’s.',
      resolve: ({ projectId }, _args, { loaders }) =>
        projectId === undefined ? null : loaders.projects().load(projectId),
    }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'For which pool.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    deviceUuid: t.exposeString('deviceUuid', {
      nullable: true,
      description: 'For this device only; all of the pool where null.',
    }),
    priority: t.exposeInt('priority', { description: '0 goes before 1 before 2.' }),
    timeMultiplier: t.exposeFloat('timeMultiplier', { description: 'Stretches the longest time.' }),
    maxHours: t.exposeFloat('maxHours', {
      description: 'Longest time of a job, in hours, before the multiplier.',
    }),
    status: t.field({
      type: GrantStatusEnum,
      description: 'Whether it still holds.',
      resolve: (grant) => grant.status,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (grant) => grant.createdAt,
    }),
  }),
});
