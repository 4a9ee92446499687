import type { PriceView } from '@berth/contracts/billing/operations';
import type { PriceEvent } from '@berth/contracts/billing/events';
import type { Projection } from '@berth/read-models';
import { defined } from '@berth/kernel/defined';

export type PriceDocument = {
  readonly id: string;
  readonly poolId?: string;
  readonly model?: string;
  readonly microsPerHour: number;
  readonly currency: string;
  readonly from: string;
};

export const PRICES = {
  name: 'prices',
  indexes: [{ fields: ['from'] }, { fields: ['poolId', 'from'] }],
};

export const prices: Projection<PriceDocument, PriceEvent> = {
  name: 'prices',
  version: 1,
  collection: PRICES,
  keys: (event) => (event.type === 'billing.price.set.v1' ? [String(event.data['priceId'])] : []),
  evolve: (_document, event) => toPriceView(event.data),
};

export function toPriceView({ priceId, ...price }: PriceEvent['data']): PriceDocument & PriceView {
  const { poolId, model, microsPerHour, currency, from } = price;
  return {
    id: priceId,
    ...defined({ poolId, model }),
    microsPerHour,
    currency,
    from,
  };
}
