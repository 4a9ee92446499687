import type { ChargeEvent } from '@berth/contracts/billing/events';
import { ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import type { ChargeLease } from './charge.commands.js';
import { evolveCharge, type ChargeState } from './charge.js';

/** A charge is final: charging again, even with another amount, changes nothing. */
export const chargeDecider: Decider<ChargeState, ChargeLease, ChargeEvent> = {
  initialState: { status: 'open' },
  evolve: evolveCharge,
  decide: ({ charge }, state) => ok(state.status === 'charged' ? [] : [charge]),
};
