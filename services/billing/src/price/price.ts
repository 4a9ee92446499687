import { assertNever } from '@berth/kernel/assert-never';
import type { PriceEvent } from '@berth/contracts/billing/events';

/** A price is set once and never changes: another one takes over from it. */
export type PriceState =
  { readonly status: 'unset' } | { readonly status: 'set'; readonly price: PriceEvent['data'] };

export function evolvePrice(_state: PriceState, event: PriceEvent): PriceState {
  switch (event.type) {
    case 'billing.price.set.v1':
      return { status: 'set', price: event.data };
    default:
      return assertNever(event.type);
  }
}

export const priceStream = (priceId: string): string => `price:${priceId}`;
