import { assertNever } from '@berth/kernel/assert-never';
import type { ChargeEvent } from '@berth/contracts/billing/events';

export type ChargeState =
  { readonly status: 'open' } | { readonly status: 'charged'; readonly charge: ChargeEvent['data'] };

export function evolveCharge(_state: ChargeState, event: ChargeEvent): ChargeState {
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
