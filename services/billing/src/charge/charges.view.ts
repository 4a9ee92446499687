import type { ChargeEvent } from '@berth/contracts/billing/events';
import type { Projection } from '@berth/read-models';

/** What was charged, as recorded, and the month (UTC) it counts in. */
export type ChargeDocument = ChargeEvent['data'] & { readonly month: string };

export const CHARGES = {
  name: 'charges',
  indexes: [
    { fields: ['to'] },
    { fields: ['projectId', 'to'] },
    { fields: ['userId', 'to'] },
    { fields: ['jobId', 'to'] },
    { fields: ['month', 'to'] },
  ],
};

export const charges: Projection<ChargeDocument> = {
  name: 'charges',
  version: 2,
  collection: CHARGES,
  keys: (event) =>
    event.type.startsWith('billing.charge.') ? [(event as unknown as ChargeEvent).data.chargeId] : [],
  evolve(document, event) {
    const { data } = event as unknown as ChargeEvent;
    return document ?? { ...data, month: data.to.slice(0, 7) };
  },
};
