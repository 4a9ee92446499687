import {
  quotaKinds,
  quotasQuery,
  removeQuota,
  setQuota,
  type QuotaKind,
  type QuotaView,
} from '@berth/contracts/scheduler/quotas';
import { defined } from '@berth/kernel/defined';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { plainIdOf } from '../graphql/ids.js';
import { defineCommandMutation, doneOf, successOf } from '../graphql/mutation.js';
import { Pool } from '../hosts/pool.type.js';
import { Project } from '../projects/project.type.js';

interface Line {
  readonly kind: QuotaKind;
  readonly limit: number | undefined;
  readonly used: number;
  readonly borrowed: number;
  readonly remaining: number | undefined;
}

const QuotaKindEnum = enumOf('QuotaKind', {
  description: 'Limited resource. A shared device counts as a whole device.',
  values: quotaKinds,
});

const QuotaLine = builder.objectRef<Line>('QuotaLine').implement({
  description: 'Limit and usage of one resource.',
  fields: (t) => ({
    kind: t.field({ type: QuotaKindEnum, description: 'Resource.', resolve: ({ kind }) => kind }),
    limit: t.exposeFloat('limit', { nullable: true, description: 'Limit; 0: none allowed, null: no limit.' }),
    used: t.exposeFloat('used', { description: 'Current usage, including what is borrowed.' }),
    borrowed: t.exposeFloat('borrowed', { description: 'Borrowed part of the usage.' }),
    remaining: t.exposeFloat('remaining', {
      nullable: true,
      description: 'What remains; null if there is no limit.',
    }),
  }),
});

const Quota = builder.objectRef<QuotaView>('Quota').implement({
  description: 'Quota of a user or a project.',
  fields: (t) => ({
    id: t.exposeID('quotaId', {
      nullable: true,
      description: 'Id for removing it; null for the default of the installation.',
    }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'User, if it is a quota of a user.',
      resolve: ({ userId }, _args, { loaders }) =>
        userId === undefined ? null : loaders.users().load(userId),
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Project, if it is a quota of a project.',
      resolve: ({ projectId }, _args, { loaders }) =>
        projectId === undefined ? null : loaders.projects().load(projectId),
    }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Null: all pools together.',
      resolve: ({ poolId }, _args, { loaders }) =>
        poolId === undefined ? null : loaders.pools().load(poolId),
    }),
    borrow: t.exposeBoolean('borrow', {
      description: 'Whether unused quota of others may be borrowed.',
    }),
    lines: t.field({
      type: [QuotaLine],
      description: 'Each resource with its limit and usage.',
      resolve: ({ limits, used, borrowed, remaining }) =>
        quotaKinds.map((kind) => ({
          kind,
          limit: limits[kind],
          used: used[kind],
          borrowed: borrowed[kind],
          remaining: remaining[kind],
        })),
    }),
    setAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was set; null for the default.',
      resolve: ({ setAt }) => setAt,
    }),
  }),
});

builder.queryFields((t) => ({
  quotas: t.field({
    type: [Quota],
    description:
      "The caller's quotas and those of the caller's projects; all of them for admins, operators and auditors.",
    args: {
      user: t.arg.id({ description: 'Filters by user.' }),
      project: t.arg.string({ description: 'Filters by project; id or name.' }),
      pool: t.arg.string({ description: 'That apply to this pool; id or name.' }),
    },
    resolve: async (_root, { user, project, pool }, { calls }) => [
      ...(await calls.query(
        quotasQuery,
        defined({ user: plainIdOf(user), project: plainIdOf(project), pool: plainIdOf(pool) }),
      )),
    ],
  }),
}));

defineCommandMutation({
  operation: setQuota,
  name: 'setQuota',
  description:
    'Sets the quota of a user or a project; it replaces the current one. Requires staff (admin or operator).',
  input: {
    user: 'Either a user …',
    project: '… or a project, by id or name.',
    pool: 'Id or name; default: all pools together.',
    gpus: 'Devices. 0 is none; default: no limit.',
    vcpus: 'CPUs of jobs that request them.',
    ramGb: 'Memory of jobs that request it, in GB of 10^9 bytes.',
    storageGb: 'Storage in GB; not enforced yet.',
    environments: 'Environments; not enforced yet.',
    borrow:
      'Whether unused quota of others may be borrowed. Borrowing runs are preempted first. Default: false.',
    reason: 'Reason; kept in the history.',
  },
  success: successOf('setQuota', 'quota', Quota, 'The quota with its use.'),
});

defineCommandMutation({
  operation: removeQuota,
  name: 'removeQuota',
  description:
    'Removes a quota; the default of the installation applies again. Requires staff (admin or operator).',
  input: { quotaId: 'Id of the quota.', reason: 'Reason; kept in the history.' },
  success: doneOf('removeQuota'),
});
