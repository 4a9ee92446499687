import { grantStatuses, type GrantView, type PoolView } from '@berth/contracts/inventory/views';
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
    description: t.exposeString('description', { nullable: true, description: 'Description.' }),
    approval: t.exposeBoolean('approval', { description: 'Whether each job needs approval.' }),
    priceLabel: t.exposeString('priceLabel', { nullable: true, description: 'Name of its price list.' }),
    maxQueuedPerUser: t.exposeInt('maxQueuedPerUser', {
      description: 'Maximum number of waiting jobs of one user.',
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      resolve: (pool) => pool.createdAt,
    }),
  }),
});

export const GrantStatusEnum = enumOf('GrantStatus', {
  description: 'Whether a grant is valid.',
  values: grantStatuses,
});

export const Grant = builder.objectRef<GrantView>('Grant').implement({
  description: 'What one user or project may use: a pool, or one device of it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Id for revoking it.' }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'User to whom it belongs; null for a grant to a project.',
      resolve: ({ userId }, _args, { loaders }) =>
        userId === undefined ? null : loaders.users().load(userId),
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Project to which it belongs; null for a grant to a user.',
      resolve: ({ projectId }, _args, { loaders }) =>
        projectId === undefined ? null : loaders.projects().load(projectId),
    }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Pool.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    deviceUuid: t.exposeString('deviceUuid', {
      nullable: true,
      description: 'UUID of the device; null: the whole pool.',
    }),
    priority: t.exposeInt('priority', { description: 'Priority class: 0 (first) to 2 (last).' }),
    timeMultiplier: t.exposeFloat('timeMultiplier', { description: 'Multiplies the maximum duration.' }),
    maxHours: t.exposeFloat('maxHours', {
      description: 'Maximum duration of a job in hours, before the multiplier.',
    }),
    status: t.field({
      type: GrantStatusEnum,
      description: 'Whether it is valid.',
      resolve: (grant) => grant.status,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      resolve: (grant) => grant.createdAt,
    }),
  }),
});
