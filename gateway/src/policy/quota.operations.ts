import {
  quotaKinds,
  quotasQuery,
  removeQuota,
  setQuota,
  type QuotaKind,
  type QuotaView,
} from '@berth/contracts/scheduler/quotas';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { toPlainId } from '../graphql/ids.js';
import { asDone, asValue, defineMutation, doneOf, successOf } from '../graphql/mutation.js';
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
  description: 'What is limited. A device counts whole, also where it is shared.',
  values: quotaKinds,
});

const QuotaLine = builder.objectRef<Line>('QuotaLine').implement({
  description: 'How much may be held of one thing, and how much is.',
  fields: (t) => ({
    kind: t.field({ type: QuotaKindEnum, description: 'Of what.', resolve: ({ kind }) => kind }),
    limit: t.exposeFloat('limit', { nullable: true, description: '0 is none, null is no limit.' }),
    used: t.exposeFloat('used', { description: 'What is held now, borrowed or not.' }),
    borrowed: t.exposeFloat('borrowed', { description: 'What of that is lent by others.' }),
    remaining: t.exposeFloat('remaining', { nullable: true, description: 'Null where there is no limit.' }),
  }),
});

const Quota = builder.objectRef<QuotaView>('Quota').implement({
  description: 'What a user or a project may hold at a time.',
  fields: (t) => ({
    id: t.exposeID('quotaId', {
      nullable: true,
      description: 'To remove it by; null for the default of the installation.',
    }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Whose it is, if a user.',
      resolve: ({ userId }, _args, { loaders }) =>
        userId === undefined ? null : loaders.users().load(userId),
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Whose it is, if a project.',
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
      description: 'Whether more may be held while nobody within quota asks for it.',
    }),
    lines: t.field({
      type: [QuotaLine],
      description: 'Each thing with its limit and use.',
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

const plain = <K extends string>(name: K, value: string | number | null | undefined) =>
  (value === null || value === undefined ? {} : { [name]: toPlainId(String(value)) }) as {
    readonly [key in K]?: string;
  };

builder.queryFields((t) => ({
  quotas: t.field({
    type: [Quota],
    description:
      "The caller's quotas and those of the caller's projects; all of them for those who run the place.",
    args: {
      user: t.arg.id({ description: 'Of this user only.' }),
      project: t.arg.string({ description: 'Of this project only; id or name.' }),
      pool: t.arg.string({ description: 'That hold in this pool; id or name.' }),
    },
    resolve: async (_root, { user, project, pool }, { calls }) => [
      ...(await calls.query(quotasQuery, {
        ...plain('user', user),
        ...plain('project', project),
        ...plain('pool', pool),
      })),
    ],
  }),
}));

defineMutation({
  name: 'setQuota',
  description: 'Says what a user or a project may hold at a time, whole. For operators.',
  input: (t) => ({
    user: t.id({ description: 'Either a user …' }),
    project: t.string({ description: '… or a project, by id or name.' }),
    pool: t.string({ description: 'Id or name; all pools together where left out.' }),
    gpus: t.int({ description: 'Devices. 0 is none; no limit where left out.' }),
    vcpus: t.float({ description: 'CPUs of jobs that ask for them.' }),
    ramGb: t.float({ description: 'Memory of jobs that ask for it, in GB of 10^9 bytes.' }),
    storageGb: t.float({ description: 'Storage; nothing counts towards it yet.' }),
    environments: t.int({ description: 'Environments; nothing counts towards it yet.' }),
    borrow: t.boolean({
      description:
        'Whether more may be held while nobody within quota asks for it; it is ended first then. Not where left out.',
    }),
    reason: t.string({ description: 'Why; kept in the history.' }),
  }),
  success: successOf('setQuota', 'quota', Quota, 'The quota with its use.'),
  run: async ({ user, project, pool, ...input }, { calls }, info) =>
    asValue(
      await calls.command(
        setQuota,
        { ...input, ...plain('user', user), ...plain('project', project), ...plain('pool', pool) },
        info,
      ),
    ),
});

defineMutation({
  name: 'removeQuota',
  description: 'Ends a quota; the default of the installation holds again. For operators.',
  input: (t) => ({
    quotaId: t.id({ required: true, description: 'Id of the quota.' }),
    reason: t.string({ description: 'Why; kept in the history.' }),
  }),
  success: doneOf('removeQuota'),
  run: async ({ quotaId, ...input }, { calls }, info) =>
    asDone(await calls.command(removeQuota, { ...input, quotaId: String(quotaId) }, info)),
});
