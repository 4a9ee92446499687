import { policyQuery, setPolicy } from '@berth/contracts/scheduler/policy';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { asGiven, asValue, defineMutation, successOf } from '../graphql/mutation.js';
import {
  OverstayEndingEnum,
  PlacementStrategyEnum,
  PreemptionModeEnum,
  QueueOrderEnum,
} from './policy.enums.js';
import { PolicyType } from './policy.type.js';

const ShareInput = builder.inputType('ShareInput', {
  description: 'Shares of a project or user.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Of the project or user.' }),
    shares: t.float({ required: true, description: 'How many; those not named have 1.' }),
  }),
});

const FairShareInput = builder.inputType('FairSharePolicyInput', {
  description: 'What is left out stays; lists replace those that there are.',
  fields: (t) => ({
    halfLifeHours: t.float({ description: 'After so long, past use counts half.' }),
    pointMinutes: t.float({ description: 'What one point of priority is worth in waiting time.' }),
    shareMinutes: t.float({ description: 'What an unused share is worth in waiting time.' }),
    projectShares: t.field({ type: [ShareInput], description: 'Shares of projects in the pool.' }),
    userShares: t.field({ type: [ShareInput], description: 'Shares of users within each project.' }),
  }),
});

const PreemptionInput = builder.inputType('PreemptionPolicyInput', {
  description: 'What is left out stays.',
  fields: (t) => ({
    mode: t.field({ type: PreemptionModeEnum, description: 'For whom runs are ended.' }),
    minimumRunMinutes: t.float({ description: 'No run is ended for others before it has run so long.' }),
    graceSeconds: t.int({ description: 'Between the warning signal and the end.' }),
  }),
});

const ReservationInput = builder.inputType('ReservationPolicyInput', {
  description: 'What is left out stays.',
  fields: (t) => ({
    enabled: t.boolean({ description: 'Whether devices may be booked at all.' }),
    maxHours: t.float({ description: "Longest booking, times the multiplier of the holder's grant." }),
    horizonDays: t.float({ description: 'How far ahead a booking may begin.' }),
    maxPerUser: t.int({ description: 'Bookings that one user may have ahead or under way.' }),
    noShowMinutes: t.float({
      description: 'A window that nobody has used for so long is released. 0: never.',
    }),
    warnMinutes: t.float({ description: 'Its holder is warned so long before its end.' }),
    offerMinutes: t.float({ description: 'How long devices are held for the one to whom they are offered.' }),
    endOverstay: t.field({
      type: OverstayEndingEnum,
      description: 'What is ended for others after a booking.',
    }),
  }),
});

builder.queryFields((t) => ({
  policy: t.field({
    type: PolicyType,
    description: 'How a pool is shared out.',
    args: { pool: t.arg.string({ required: true, description: 'Id or name of the pool.' }) },
    resolve: (_root, { pool }, { calls }) => calls.query(policyQuery, { pool: toPlainId(pool) }),
  }),
}));

type ShareList = readonly { readonly id: string | number; readonly shares: number }[] | undefined;
const byId = (shares: ShareList) =>
  shares && Object.fromEntries(shares.map((each) => [toPlainId(String(each.id)), each.shares]));

/** A service names shares by whose they are; the list that they were given in has places. */
const placesOf = (shares: ShareList) =>
  Object.fromEntries((shares ?? []).map(({ id }, place) => [toPlainId(String(id)), String(place)]));

defineMutation({
  name: 'setPolicy',
  description: 'Declares how a pool is shared out; what is left out stays. For operators.',
  input: (t) => ({
    pool: t.string({ required: true, description: 'Id or name of the pool.' }),
    order: t.field({ type: QueueOrderEnum, description: 'Who goes first.' }),
    backfill: t.boolean({ description: 'Whether a job may start early if that delays no planned start.' }),
    placement: t.field({ type: PlacementStrategyEnum, description: 'Which devices a job gets.' }),
    fairShare: t.field({ type: FairShareInput, description: 'How past use counts.' }),
    preemption: t.field({ type: PreemptionInput, description: 'Whether runs are ended for others.' }),
    reservations: t.field({ type: ReservationInput, description: 'What may be booked.' }),
    reason: t.string({ description: 'Why; kept in the history.' }),
  }),
  success: successOf('setPolicy', 'policy', PolicyType, 'The policy after the change.'),
  run: async ({ pool, fairShare, ...input }, { calls }, info) => {
    const { projectShares, userShares, ...rest } = fairShare ?? {};
    const [projects, users] = [byId(projectShares), byId(userShares)];
    const shares = {
      ...rest,
      ...(projects === undefined ? {} : { projectShares: projects }),
      ...(users === undefined ? {} : { userShares: users }),
    };
    const change = { ...input, ...(fairShare === undefined ? {} : { fairShare: shares }) };
    const done = await calls.command(setPolicy, { ...change, pool: toPlainId(pool) }, info);
    return asValue(asGiven(done, { ...placesOf(projectShares), ...placesOf(userShares) }));
  },
});
