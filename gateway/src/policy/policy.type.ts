import {
  type PolicyView,
  type PoolPolicy,
  overstayPolicies,
  placementStrategies,
  preemptionModes,
  queueOrders,
} from '@berth/contracts/scheduler/policy';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { Pool } from '../hosts/pool.type.js';
import { Project } from '../projects/project.type.js';

export const QueueOrderEnum = enumOf('QueueOrder', {
  description: 'The order of a queue.',
  values: queueOrders,
  valueDescriptions: {
    strict: 'By class, priority, time.',
    fairShare: 'By class, then waiting time, to which priority and unused share add.',
  },
});
export const PlacementStrategyEnum = enumOf('PlacementStrategy', {
  description: 'Which of the matching devices a job gets.',
  values: placementStrategies,
});
export const PreemptionModeEnum = enumOf('PreemptionMode', {
  description: 'Whom a job may preempt.',
  values: preemptionModes,
  valueDescriptions: {
    none: 'Nobody.',
    lowerClass: 'Jobs of a better class may end those of a worse one.',
  },
});
export const OverstayPolicyEnum = enumOf('OverstayPolicy', {
  description: 'What is ended once the reservation has ended and another user needs its devices.',
  values: overstayPolicies,
  valueDescriptions: {
    jobs: 'Jobs in the reservation.',
    jobsAndProcesses:
      'Jobs, and processes of the accounts that are mapped to the holder: they get SIGTERM, and SIGKILL after the grace of preemption.',
  },
});

interface Share {
  readonly id: string;
  readonly shares: number;
}
const sharesOf = (shares: { readonly [id: string]: number }): Share[] =>
  Object.entries(shares).map(([id, count]) => ({ id, shares: count }));

const ProjectShares = builder.objectRef<Share>('ProjectShares').implement({
  description: 'Shares of a project in a pool; projects not listed have 1.',
  fields: (t) => ({
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Null if the caller may not see the project.',
      resolve: ({ id }, _args, { loaders }) => loaders.projects().load(id),
    }),
    shares: t.exposeFloat('shares', { description: 'How many.' }),
  }),
});
const UserShares = builder.objectRef<Share>('UserShares').implement({
  description: 'Shares of a user within each project; users not listed have 1.',
  fields: (t) => ({
    user: t.field({
      type: User,
      nullable: true,
      description: 'Null if the caller may not see the user.',
      resolve: ({ id }, _args, { loaders }) => loaders.users().load(id),
    }),
    shares: t.exposeFloat('shares', { description: 'How many.' }),
  }),
});

const FairSharePolicy = builder.objectRef<PoolPolicy['fairShare']>('FairSharePolicy').implement({
  description: 'What past use does to who goes next, where the order is FAIR_SHARE.',
  fields: (t) => ({
    halfLifeHours: t.exposeFloat('halfLifeHours', { description: 'Half-life of past usage in hours.' }),
    pointMinutes: t.exposeFloat('pointMinutes', {
      description: 'Waiting time in minutes that one point of priority is worth.',
    }),
    shareMinutes: t.exposeFloat('shareMinutes', {
      description: 'Waiting time in minutes that an unused share is worth.',
    }),
    projectShares: t.field({
      type: [ProjectShares],
      description: 'Explicitly set shares.',
      resolve: ({ projectShares }) => sharesOf(projectShares),
    }),
    userShares: t.field({
      type: [UserShares],
      description: 'Explicitly set shares.',
      resolve: ({ userShares }) => sharesOf(userShares),
    }),
  }),
});

const PreemptionPolicy = builder.objectRef<PoolPolicy['preemption']>('PreemptionPolicy').implement({
  description: 'Whether and how runs are preempted; their jobs are queued again.',
  fields: (t) => ({
    mode: t.field({ type: PreemptionModeEnum, description: 'For whom.', resolve: ({ mode }) => mode }),
    minimumRunMinutes: t.exposeFloat('minimumRunMinutes', {
      description: 'Minimum run time in minutes before a run may be preempted.',
    }),
    graceSeconds: t.exposeInt('graceSeconds', {
      description: 'Grace period in seconds between SIGTERM and SIGKILL.',
    }),
  }),
});

const ReservationPolicy = builder.objectRef<PoolPolicy['reservations']>('ReservationPolicy').implement({
  description: 'Rules for reservations.',
  fields: (t) => ({
    enabled: t.exposeBoolean('enabled', { description: 'Whether devices can be reserved.' }),
    maxHours: t.exposeFloat('maxHours', {
      description: "Maximum duration of a reservation in hours, times the multiplier of the holder's grant.",
    }),
    horizonDays: t.exposeFloat('horizonDays', {
      description: 'How many days ahead a reservation may begin.',
    }),
    maxPerUser: t.exposeInt('maxPerUser', {
      description: 'Maximum number of upcoming and active reservations of one user.',
    }),
    noShowMinutes: t.exposeFloat('noShowMinutes', {
      description: 'An unused reservation is released after so many minutes; 0: never.',
    }),
    warnMinutes: t.exposeFloat('warnMinutes', {
      description: 'The holder is warned so many minutes before the end.',
    }),
    offerMinutes: t.exposeFloat('offerMinutes', {
      description: 'How many minutes offered devices are held.',
    }),
    endOverstay: t.field({
      type: OverstayPolicyEnum,
      description: 'What is ended when a reservation is over and others need its devices.',
      resolve: ({ endOverstay }) => endOverstay ?? 'jobs',
    }),
  }),
});

export const PolicyType = builder.objectRef<PolicyView>('PoolPolicy').implement({
  description: 'Scheduling policy of a pool.',
  fields: (t) => ({
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Which pool.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    order: t.field({
      type: QueueOrderEnum,
      description: 'Order of the queue.',
      resolve: ({ policy }) => policy.order,
    }),
    backfill: t.boolean({
      description: 'Whether a job may start early if it delays no planned start.',
      resolve: ({ policy }) => policy.backfill,
    }),
    placement: t.field({
      type: PlacementStrategyEnum,
      description: 'Which devices a job gets.',
      resolve: ({ policy }) => policy.placement,
    }),
    fairShare: t.field({
      type: FairSharePolicy,
      description: 'How past usage affects the order.',
      resolve: ({ policy }) => policy.fairShare,
    }),
    preemption: t.field({
      type: PreemptionPolicy,
      description: 'Whether runs may be preempted.',
      resolve: ({ policy }) => policy.preemption,
    }),
    reservations: t.field({
      type: ReservationPolicy,
      description: 'Rules for reservations.',
      resolve: ({ policy }) => policy.reservations,
    }),
    setAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was last set; null for the default policy.',
      resolve: ({ setAt }) => setAt,
    }),
  }),
});
