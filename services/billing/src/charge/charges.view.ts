import type { ChargeEvent } from '@berth/contracts/billing/events';
import type { Projection } from '@berth/read-models';

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
