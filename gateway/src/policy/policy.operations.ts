import { policyQuery, setPolicy } from '@berth/contracts/scheduler/policy';
import { defined } from '@berth/kernel/defined';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { withClientFieldNames, asValue, defineMutation, successOf } from '../graphql/mutation.js';
import {
  OverstayPolicyEnum,
  PlacementStrategyEnum,
  PreemptionModeEnum,
  QueueOrderEnum,
  PolicyType,
} from './policy.type.js';

const ShareInput = builder.inputType('ShareInput', {
  description: 'Shares of a project or user.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Of the project or user.' }),
    shares: t.float({ required: true, description: 'Number of shares; those not listed have 1.' }),
  }),
});

const FairShareInput = builder.inputType('FairSharePolicyInput', {
  description: 'Omitted fields keep their value; a given list replaces the current one.',
  fields: (t) => ({
    halfLifeHours: t.float({ description: 'Half-life of past usage in hours.' }),
    pointMinutes: t.float({ description: 'Waiting time in minutes that one point of priority is worth.' }),
    shareMinutes: t.float({ description: 'Waiting time in minutes that an unused share is worth.' }),
    projectShares: t.field({ type: [ShareInput], description: 'Shares of projects in the pool.' }),
    userShares: t.field({ type: [ShareInput], description: 'Shares of users within each project.' }),
  }),
});

const PreemptionInput = builder.inputType('PreemptionPolicyInput', {
  description: 'Omitted fields keep their value.',
  fields: (t) => ({
    mode: t.field({ type: PreemptionModeEnum, description: 'Which runs may be preempted.' }),
    minimumRunMinutes: t.float({ description: 'Minimum run time in minutes before a run may be preempted.' }),
    graceSeconds: t.int({ description: 'Grace period in seconds between the warning signal and SIGKILL.' }),
  }),
});

const ReservationInput = builder.inputType('ReservationPolicyInput', {
  description: 'Omitted fields keep their value.',
  fields: (t) => ({
    enabled: t.boolean({ description: 'Whether devices can be reserved.' }),
    maxHours: t.float({
      description: "Maximum duration of a reservation in hours, times the multiplier of the holder's grant.",
    }),
    horizonDays: t.float({ description: 'How many days ahead a reservation may begin.' }),
    maxPerUser: t.int({ description: 'Maximum number of upcoming and active reservations of one user.' }),
    noShowMinutes: t.float({
      description: 'An unused reservation is released after so many minutes; 0: never.',
    }),
    warnMinutes: t.float({ description: 'The holder is warned so many minutes before the end.' }),
    offerMinutes: t.float({ description: 'How many minutes offered devices are held.' }),
    endOverstay: t.field({
      type: OverstayPolicyEnum,
      description: 'What is ended when a reservation is over and others need its devices.',
    }),
  }),
});

builder.queryFields((t) => ({
  policy: t.field({
    type: PolicyType,
    description: 'Scheduling policy of a pool.',
    args: { pool: t.arg.string({ required: true, description: 'Id or name of the pool.' }) },
    resolve: (_root, { pool }, { calls }) => calls.query(policyQuery, { pool: toPlainId(pool) }),
  }),
}));

type ShareList = readonly { readonly id: string | number; readonly shares: number }[] | undefined;
const byId = (shares: ShareList) =>
  shares && Object.fromEntries(shares.map((each) => [toPlainId(String(each.id)), each.shares]));

/** A service names shares by id; the client gave them in a list. */
const listIndexesOf = (shares: ShareList) =>
  Object.fromEntries((shares ?? []).map(({ id }, place) => [toPlainId(String(id)), String(place)]));

defineMutation({
  name: 'setPolicy',
  description:
    'Sets the scheduling policy of a pool; omitted fields keep their value. Requires staff (admin or operator).',
  input: (t) => ({
    pool: t.string({ required: true, description: 'Id or name of the pool.' }),
    order: t.field({ type: QueueOrderEnum, description: 'Order of the queue.' }),
    backfill: t.boolean({ description: 'Whether a job may start early if it delays no planned start.' }),
    placement: t.field({ type: PlacementStrategyEnum, description: 'Which devices a job gets.' }),
    fairShare: t.field({ type: FairShareInput, description: 'How past usage affects the order.' }),
    preemption: t.field({ type: PreemptionInput, description: 'Whether runs may be preempted.' }),
    reservations: t.field({ type: ReservationInput, description: 'Rules for reservations.' }),
    reason: t.string({ description: 'Reason; kept in the history.' }),
  }),
  success: successOf('setPolicy', 'policy', PolicyType, 'The policy after the change.'),
  run: async ({ pool, fairShare, ...input }, { calls }, info) => {
    const { projectShares, userShares, ...rest } = fairShare ?? {};
    const [projects, users] = [byId(projectShares), byId(userShares)];
    const shares = {
      ...rest,
      ...defined({ projectShares: projects, userShares: users }),
    };
    const change = { ...input, ...(fairShare === undefined ? {} : { fairShare: shares }) };
    const done = await calls.command(setPolicy, { ...change, pool: toPlainId(pool) }, info);
    return asValue(
      withClientFieldNames(done, { ...listIndexesOf(projectShares), ...listIndexesOf(userShares) }),
    );
  },
});
