import type { ChargeEvent } from '@berth/contracts/billing/events';
import type { Projection } from '@berth/read-models';

/** Whole milliseconds and micro-units, so that sums are exact. */
export type Tally = {
  readonly deviceMs: number;
  readonly leaseMs: number;
  readonly leases: number;
  readonly amountMicros: number;
};

/** What a user's leases in a project came to, of those that ended on a day (UTC). */
export type UsageDay = Tally & {
  readonly day: string;
  readonly projectId: string;
  readonly userId: string;
  readonly models: { readonly [model: string]: Tally };
};

export const USAGE_DAYS = {
  name: 'usage_days',
  indexes: [{ fields: ['day'] }, { fields: ['projectId', 'day'] }, { fields: ['userId', 'day'] }],
};

export const NOTHING: Tally = { deviceMs: 0, leaseMs: 0, leases: 0, amountMicros: 0 };

export const addTally = (a: Tally, b: Tally): Tally => ({
  deviceMs: a.deviceMs + b.deviceMs,
  leaseMs: a.leaseMs + b.leaseMs,
  leases: a.leases + b.leases,
  amountMicros: a.amountMicros + b.amountMicros,
});

export const negated = (tally: Tally): Tally => ({
  deviceMs: -tally.deviceMs,
  leaseMs: -tally.leaseMs,
  leases: -tally.leases,
  amountMicros: -tally.amountMicros,
});

/** What can be tallied: a charge, a lease that runs, rated so far, or what of either falls into a window. */
export type Rated = Pick<ChargeEvent['data'], 'seconds' | 'deviceSeconds' | 'amountMicros'> & {
  readonly lines: readonly Pick<
    ChargeEvent['data']['lines'][number],
    'model' | 'deviceSeconds' | 'amountMicros'
  >[];
};

export function tallyOf({ seconds, deviceSeconds, amountMicros }: Rated, leases = 1): Tally {
  return { deviceMs: inMs(deviceSeconds), leaseMs: inMs(seconds), leases, amountMicros };
}

/** A lease of devices of two models counts as a lease of each. */
export function talliesByModel({ lines, seconds }: Rated, leases = 1): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { model, deviceSeconds, amountMicros } of lines) {
    const known = tallies.get(model) ?? { ...NOTHING, leases, leaseMs: inMs(seconds) };
    const more = { ...NOTHING, deviceMs: inMs(deviceSeconds), amountMicros };
    tallies.set(model, addTally(known, more));
  }
  return tallies;
}

export const usageDays: Projection<UsageDay> = {
  name: 'usageDays',
  version: 1,
  collection: USAGE_DAYS,
  keys: (event) => (event.type.startsWith('billing.charge.') ? [keyOf(chargeOf(event))] : []),
  evolve(document, event) {
    const charge = chargeOf(event);
    const { projectId, userId } = charge;
    const known = document ?? { ...NOTHING, day: charge.to.slice(0, 10), projectId, userId, models: {} };
    const models = { ...known.models };
    for (const [model, tally] of talliesByModel(charge))
      models[model] = addTally(models[model] ?? NOTHING, tally);
    return { ...known, ...addTally(known, tallyOf(charge)), models };
  },
};

const chargeOf = (event: { readonly data: unknown }) => event.data as ChargeEvent['data'];
const keyOf = ({ to, projectId, userId }: ChargeEvent['data']): string =>
  `${to.slice(0, 10)}/${projectId}/${userId}`;
const inMs = (seconds: number): number => Math.round(seconds * 1000);
