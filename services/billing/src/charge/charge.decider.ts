import type { ChargeEvent } from '@berth/contracts/billing/events';
import { assertNever } from '@berth/kernel/assert-never';
import { ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

export type ChargeState =
  { readonly status: 'open' } | { readonly status: 'charged'; readonly charge: ChargeEvent['data'] };

function evolveCharge(_state: ChargeState, event: ChargeEvent): ChargeState {
  switch (event.type) {
    case 'billing.charge.charged.v1':
    case 'billing.charge.reservationCharged.v1':
      return { status: 'charged', charge: event.data };
    default:
      return assertNever(event);
  }
}

/** One charge per lease, with the lease's id: a second one is impossible. */
export const chargeStream = (leaseId: string): string => `charge:${leaseId}`;

/** A lease has ended and was rated. */
export interface ChargeLease {
  readonly type: 'chargeLease';
  readonly charge: ChargeEvent;
}

/** A charge is final: charging again, even with another amount, changes nothing. */
export const chargeDecider: Decider<ChargeState, ChargeLease, ChargeEvent> = {
  initialState: { status: 'open' },
  evolve: evolveCharge,
  decide: ({ charge }, state) => ok(state.status === 'charged' ? [] : [charge]),
};
