import { policyQuery, setPolicy } from '@berth/contracts/scheduler/policy';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { deriveInputType } from '../graphql/derived-input.js';
import { defineCommandMutation, successOf, withClientFieldNames } from '../graphql/mutation.js';
import { PolicyType } from './policy.type.js';

const ShareInput = builder.inputType('ShareInput', {
  description: 'Shares of a project or user.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Of the project or user.' }),
    shares: t.float({ required: true, description: 'Number of shares; those not listed have 1.' }),
  }),
});
type Shares = readonly (typeof ShareInput)['$inferInput'][];

/** A service takes shares by id; GraphQL has no maps. */
const sharesOf = (description: string) => ({
  description,
  type: [ShareInput] as const,
  toService: (shares: Shares) =>
    Object.fromEntries(shares.map((each) => [toPlainId(String(each.id)), each.shares])),
});

const policyParts = setPolicy.input.shape;

deriveInputType(policyParts.fairShare.unwrap(), {
  name: 'FairSharePolicyInput',
  description: 'Omitted fields keep their value; a given list replaces the current one.',
  fields: {
    halfLifeHours: 'Half-life of past usage in hours.',
    pointMinutes: 'Waiting time in minutes that one point of priority is worth.',
    shareMinutes: 'Waiting time in minutes that an unused share is worth.',
    projectShares: sharesOf('Shares of projects in the pool.'),
    userShares: sharesOf('Shares of users within each project.'),
  },
});

deriveInputType(policyParts.preemption.unwrap(), {
  name: 'PreemptionPolicyInput',
  description: 'Omitted fields keep their value.',
  fields: {
    mode: 'Which runs may be preempted.',
    minimumRunMinutes: 'Minimum run time in minutes before a run may be preempted.',
    graceSeconds: 'Grace period in seconds between the warning signal and SIGKILL.',
  },
});

deriveInputType(policyParts.reservations.unwrap(), {
  name: 'ReservationPolicyInput',
  description: 'Omitted fields keep their value.',
  fields: {
    enabled: 'Whether devices can be reserved.',
    maxHours: "Maximum duration of a reservation in hours, times the multiplier of the holder's grant.",
    horizonDays: 'How many days ahead a reservation may begin.',
    maxPerUser: 'Maximum number of upcoming and active reservations of one user.',
    noShowMinutes: 'An unused reservation is released after so many minutes; 0: never.',
    warnMinutes: 'The holder is warned so many minutes before the end.',
    offerMinutes: 'How many minutes offered devices are held.',
    endOverstay: 'What is ended when a reservation is over and others need its devices.',
  },
});

builder.queryFields((t) => ({
  policy: t.field({
    type: PolicyType,
    description: 'Scheduling policy of a pool.',
    args: { pool: t.arg.string({ required: true, description: 'Id or name of the pool.' }) },
    resolve: (_root, { pool }, { calls }) => calls.query(policyQuery, { pool: toPlainId(pool) }),
  }),
}));

/** A service names shares by id; the client gave them in a list. */
const listIndexesOf = (shares: Shares | null | undefined) =>
  Object.fromEntries((shares ?? []).map(({ id }, place) => [toPlainId(String(id)), String(place)]));

defineCommandMutation({
  operation: setPolicy,
  name: 'setPolicy',
  description:
    'Sets the scheduling policy of a pool; omitted fields keep their value. Requires staff (admin or operator).',
  input: {
    pool: 'Id or name of the pool.',
    order: 'Order of the queue.',
    backfill: 'Whether a job may start early if it delays no planned start.',
    placement: 'Which devices a job gets.',
    fairShare: 'How past usage affects the order.',
    preemption: 'Whether runs may be preempted.',
    reservations: 'Rules for reservations.',
    reason: 'Reason; kept in the history.',
  },
  success: successOf('setPolicy', 'policy', PolicyType, 'The policy after the change.'),
  run: async (input, { calls }, info, given) => {
    const { projectShares, userShares } = (given['fairShare'] ?? {}) as { readonly [list: string]: Shares };
    return withClientFieldNames(await calls.command(setPolicy, input, info), {
      ...listIndexesOf(projectShares),
      ...listIndexesOf(userShares),
    });
  },
});
