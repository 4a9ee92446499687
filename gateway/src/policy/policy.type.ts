import type { PolicyView, PoolPolicy } from '@berth/contracts/scheduler/policy';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { Pool } from '../hosts/pool.type.js';
import { Project } from '../projects/project.type.js';
import {
  OverstayEndingEnum,
  PlacementStrategyEnum,
  PreemptionModeEnum,
  QueueOrderEnum,
} from './policy.enums.js';

interface Share {
  readonly id: string;
  readonly shares: number;
}
const sharesOf = (shares: { readonly [id: string]: number }): Share[] =>
  Object.entries(shares).map(([id, count]) => ({ id, shares: count }));

const ProjectShares = builder.objectRef<Share>('ProjectShares').implement({
  description: 'Shares of a pool that a project has; those not named have 1.',
  fields: (t) => ({
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Null where the caller may not see it.',
      resolve: ({ id }, _args, { loaders }) => loaders.projects().load(id),
    }),
    shares: t.exposeFloat('shares', { description: 'How many.' }),
  }),
});
const UserShares = builder.objectRef<Share>('UserShares').implement({
  description: 'Shares of each project that a user has among its members; those not named have 1.',
  fields: (t) => ({
    user: t.field({
      type: User,
      nullable: true,
      description: 'Null where the caller may not see them.',
      resolve: ({ id }, _args, { loaders }) => loaders.users().load(id),
    }),
    shares: t.exposeFloat('shares', { description: 'How many.' }),
  }),
});

const FairSharePolicy = builder.objectRef<PoolPolicy['fairShare']>('FairSharePolicy').implement({
  description: 'What past use does to who goes next, where the order is FAIR_SHARE.',
  fields: (t) => ({
    halfLifeHours: t.exposeFloat('halfLifeHours', { description: 'After so long, past use counts half.' }),
    pointMinutes: t.exposeFloat('pointMinutes', {
      description: 'What one point of priority is worth in waiting time.',
    }),
    shareMinutes: t.exposeFloat('shareMinutes', {
      description: 'What an unused share is worth in waiting time.',
    }),
    projectShares: t.field({
      type: [ProjectShares],
      description: 'Those that were given by name.',
      resolve: ({ projectShares }) => sharesOf(projectShares),
    }),
    userShares: t.field({
      type: [UserShares],
      description: 'Those that were given by name.',
      resolve: ({ userShares }) => sharesOf(userShares),
    }),
  }),
});

const PreemptionPolicy = builder.objectRef<PoolPolicy['preemption']>('PreemptionPolicy').implement({
  description: 'Whether and how runs are ended for others; their jobs are queued again.',
  fields: (t) => ({
    mode: t.field({ type: PreemptionModeEnum, description: 'For whom.', resolve: ({ mode }) => mode }),
    minimumRunMinutes: t.exposeFloat('minimumRunMinutes', {
      description: 'No run is ended for others before it has run so long.',
    }),
    graceSeconds: t.exposeInt('graceSeconds', {
      description: 'Between the warning signal (SIGTERM) and the end (SIGKILL).',
    }),
  }),
});

const ReservationPolicy = builder.objectRef<PoolPolicy['reservations']>('ReservationPolicy').implement({
  description: 'What may be booked.',
  fields: (t) => ({
    enabled: t.exposeBoolean('enabled', { description: 'Whether devices may be booked at all.' }),
    maxHours: t.exposeFloat('maxHours', {
      description: "Longest booking, times the multiplier of the holder's grant.",
    }),
    horizonDays: t.exposeFloat('horizonDays', { description: 'How far ahead a booking may begin.' }),
    maxPerUser: t.exposeInt('maxPerUser', {
      description: 'Bookings that one user may have ahead or under way.',
    }),
    noShowMinutes: t.exposeFloat('noShowMinutes', {
      description: 'A window that nobody has used for so long is released. 0: never.',
    }),
    warnMinutes: t.exposeFloat('warnMinutes', {
      description: 'Its holder is warned so long before its end.',
    }),
    offerMinutes: t.exposeFloat('offerMinutes', {
      description: 'How long devices are held for the one to whom they are offered.',
    }),
    endOverstay: t.field({
      type: OverstayEndingEnum,
      description: 'What is ended for others after a booking.',
      resolve: ({ endOverstay }) => endOverstay ?? 'jobs',
    }),
  }),
});

export const PolicyType = builder.objectRef<PolicyView>('PoolPolicy').implement({
  description: 'How a pool is shared out.',
  fields: (t) => ({
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Which pool.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    order: t.field({
      type: QueueOrderEnum,
      description: 'Who goes first.',
      resolve: ({ policy }) => policy.order,
    }),
    backfill: t.boolean({
      description: 'Whether a job may start early if that delays no planned start.',
      resolve: ({ policy }) => policy.backfill,
    }),
    placement: t.field({
      type: PlacementStrategyEnum,
      description: 'Which devices a job gets.',
      resolve: ({ policy }) => policy.placement,
    }),
    fairShare: t.field({
      type: FairSharePolicy,
      description: 'How past use counts.',
      resolve: ({ policy }) => policy.fairShare,
    }),
    preemption: t.field({
      type: PreemptionPolicy,
      description: 'Whether runs are ended for others.',
      resolve: ({ policy }) => policy.preemption,
    }),
    reservations: t.field({
      type: ReservationPolicy,
      description: 'What may be booked.',
      resolve: ({ policy }) => policy.reservations,
    }),
    setAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was last declared; null where it is the default.',
      resolve: ({ setAt }) => setAt,
    }),
  }),
});
