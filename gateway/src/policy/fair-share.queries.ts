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

const USED_HOURS = 'Device-hours, decayed by the half-life.';
const ENTITLED = 'Its fraction of all shares, 0 to 1.';
const USED = 'Its fraction of all usage, 0 to 1.';
const FACTOR =
  'Fair-share factor: 1 for no usage, 0.5 for usage equal to the share, towards 0 for higher usage.';

const UserStanding = builder.objectRef<UserShareView>('UserFairShare').implement({
  description: 'Fair share of a user within a project.',
  fields: (t) => ({
    user: t.field({
      type: User,
      nullable: true,
      description: 'Null if the caller may not see the user.',
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
  description: 'Fair share of a project in a pool.',
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
      description: 'Its users with usage, the highest first.',
      resolve: ({ users }) => [...users],
    }),
  }),
});

const FairShares = builder.objectRef<FairSharesView>('FairShares').implement({
  description: 'Usage of projects and users compared with their shares of a pool.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'As of when.', resolve: ({ at }) => at }),
    halfLifeHours: t.exposeFloat('halfLifeHours', { description: 'Half-life of past usage in hours.' }),
    projects: t.field({
      type: [ProjectStanding],
      description:
        "The highest usage first; the caller's projects, or all for admins, operators and auditors.",
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
