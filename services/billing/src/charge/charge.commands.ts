import type { ChargeEvent } from '@berth/contracts/billing/events';

/** A lease has ended and was rated. */
export interface ChargeLease {
  readonly type: 'chargeLease';
  readonly charge: ChargeEvent;
}
