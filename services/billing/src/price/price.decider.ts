import type { PriceEvent } from '@berth/contracts/billing/events';
import { assertNever } from '@berth/kernel/assert-never';
import type { Instant } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

/** A price is set once and never changes: another one takes over from it. */
export type PriceState =
  { readonly status: 'unset' } | { readonly status: 'set'; readonly price: PriceEvent['data'] };

function evolvePrice(_state: PriceState, event: PriceEvent): PriceState {
  switch (event.type) {
    case 'billing.price.set.v1':
      return { status: 'set', price: event.data };
    default:
      return assertNever(event.type);
  }
}

export const priceStream = (priceId: string): string => `price:${priceId}`;

export interface SetPrice {
  readonly type: 'setPrice';
  readonly priceId: string;
  readonly poolId?: string | undefined;
  readonly model?: string | undefined;
  readonly microsPerHour: number;
  readonly currency: string;
  /** Default: now. */
  readonly from?: Instant | undefined;
  readonly now: Instant;
}

/** 100,000 of the currency: keeps the sum of any bill an exact integer. */
export const MAX_MICROS_PER_HOUR = 100_000_000_000;

export const priceDecider: Decider<PriceState, SetPrice, PriceEvent> = {
  initialState: { status: 'unset' },
  evolve: evolvePrice,
  decide: setPrice,
};

/** What was charged stays charged: a price counts from now on, or later, so no lease that has ended is concerned. */
function setPrice(command: SetPrice, state: PriceState): Result<readonly PriceEvent[], Rejection> {
  if (state.status === 'set') return err(reject('ALREADY_EXISTS', 'a price with this id is already set'));
  const { priceId, poolId, model, microsPerHour, currency, now, from = now } = command;
  if (from < now) {
    const message = `must not be in the past (now is ${now}); omit it for a price that applies from now on`;
    return err(reject('VALIDATION_FAILED', message, 'from', { now }));
  }
  if (microsPerHour > MAX_MICROS_PER_HOUR) {
    return err(
      reject('VALIDATION_FAILED', `must be at most ${MAX_MICROS_PER_HOUR}`, 'microsPerHour', {
        maximum: MAX_MICROS_PER_HOUR,
      }),
    );
  }
  return ok([
    {
      type: 'billing.price.set.v1',
      data: {
        priceId,
        ...defined({ poolId, model }),
        microsPerHour,
        currency,
        from,
      },
    },
  ]);
}
