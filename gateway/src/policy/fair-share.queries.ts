import {
  fairSharesQuery,
  type FairSharesView,
  type ProjectShareView,
  type UserShareView,
} from '@berth/contracts/scheduler/usage';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { Project } from '../projects/project.type.js';

const USED_HOURS = 'Device-hours, of which past ones fade by the half-life.';
const ENTITLED = 'Its part of all shares, 0 to 1.';
const USED = 'Its part of all use, 0 to 1.';
const FACTOR =
  '1 for who has used nothing, 0.5 for who has used just their share, towards 0 for who has used far more.';

const UserStanding = builder.objectRef<UserShareView>('UserFairShare').implement({
  description: 'How a user stands within a project.',
  fields: (t) => ({
    user: t.field({
      type: User,
      nullable: true,
      description: 'Null where the caller may not see them.',
      resolve: ({ userId }, _args, { loaders }) => loaders.users().load(userId),
    }),
    usedHours: t.exposeFloat('usedHours', { description: USED_HOURS }),
    shares: t.exposeFloat('shares', { description: 'Shares within the project.' }),
    entitled: t.exposeFloat('entitled', { description: ENTITLED }),
    used: t.exposeFloat('used', { description: USED }),
    factor: t.exposeFloat('factor', { description: FACTOR }),
  }),
});

const ProjectStanding = builder.objectRef<ProjectShareView>('ProjectFairShare').implement({
  description: 'How a project stands in a pool.',
  fields: (t) => ({
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Which project.',
      resolve: ({ projectId }, _args, { loaders }) => loaders.projects().load(projectId),
    }),
    usedHours: t.exposeFloat('usedHours', { description: USED_HOURS }),
    shares: t.exposeFloat('shares', { description: 'Shares of the pool.' }),
    entitled: t.exposeFloat('entitled', { description: ENTITLED }),
    used: t.exposeFloat('used', { description: USED }),
    factor: t.exposeFloat('factor', { description: FACTOR }),
    users: t.field({
      type: [UserStanding],
      description: 'Those of its users who have used something, the most first.',
      resolve: ({ users }) => [...users],
    }),
  }),
});

const FairShares = builder.objectRef<FairSharesView>('FairShares').implement({
  description: 'Who has used how much of their share of a pool.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'As of when.', resolve: ({ at }) => at }),
    halfLifeHours: t.exposeFloat('halfLifeHours', { description: 'After so long, past use counts half.' }),
    projects: t.field({
      type: [ProjectStanding],
      description: "The most used first; the caller's own, or all for those who run the place.",
      resolve: ({ projects }) => [...projects],
    }),
  }),
});

builder.queryFields((t) => ({
  fairShares: t.field({
    type: FairShares,
    description:
      'Who has used how much of their share of a pool; a job goes by it where the order is FAIR_SHARE.',
    args: { pool: t.arg.string({ required: true, description: 'Id or name of the pool.' }) },
    resolve: (_root, { pool }, { calls }) => calls.query(fairSharesQuery, { pool: toPlainId(pool) }),
  }),
}));
