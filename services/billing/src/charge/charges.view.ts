import type { ChargeEvent } from '@berth/contracts/billing/events';
import type { Projection } from '@berth/read-models';

/** A charge whose lease was held as a day (UTC) began. */
export type Overnight = {
  readonly day: string;
  readonly chargeId: string;
  readonly projectId: string;
  readonly userId: string;
};

export const OVERNIGHT = {
  name: 'overnight',
  indexes: [{ fields: ['day'] }, { fields: ['projectId', 'day'] }, { fields: ['userId', 'day'] }],
};

const DAY_MS = 86_400_000;

/**
 * Finds the charges of leases that were held at an instant without a look at all that began before and ended after it: one
 * small document for each night that a lease was held through.
 */
export const overnight: Projection<Overnight> = {
  name: 'overnight',
  version: 1,
  collection: OVERNIGHT,
  keys: (event) => (event.type.startsWith('billing.charge.') ? nightsOf(chargeOf(event)) : []),
  evolve(document, event, key) {
    const { chargeId, projectId, userId } = chargeOf(event);
    return document ?? { day: key.slice(0, 10), chargeId, projectId, userId };
  },
};

function nightsOf({ chargeId, from, to }: ChargeEvent['data']): string[] {
  const days: string[] = [];
  const first = Math.floor(Date.parse(from) / DAY_MS) + 1;
  for (let day = first; day * DAY_MS <= Date.parse(to); day += 1)
    days.push(`${new Date(day * DAY_MS).toISOString().slice(0, 10)}/${chargeId}`);
  return days;
}

const chargeOf = (event: { readonly data: unknown }) => event.data as ChargeEvent['data'];

/** What was charged, as recorded. */
export type ChargeDocument = ChargeEvent['data'];

export const CHARGES = {
  name: 'charges',
  indexes: [
    { fields: ['to'] },
    { fields: ['projectId', 'to'] },
    { fields: ['userId', 'to'] },
    { fields: ['from'] },
    { fields: ['projectId', 'from'] },
    { fields: ['userId', 'from'] },
  ],
};

export const charges: Projection<ChargeDocument, ChargeEvent> = {
  name: 'charges',
  version: 3,
  collection: CHARGES,
  keys: (event) => (event.type.startsWith('billing.charge.') ? [String(event.data['chargeId'])] : []),
  evolve(document, event) {
    return document ?? event.data;
  },
};
