import type { ReservationQuery } from '../generated/operations.js';
import type { Terms } from './consequences.js';

/** A reservation as its page has it. */
export type Shown = NonNullable<ReservationQuery['reservation']>;
export type ReservationCharge = ReservationQuery['charges']['edges'][number]['node'];

export const termsOf = ({ state, from, until, devices }: Shown): Terms => ({
  state,
  from: Date.parse(from),
  until: Date.parse(until),
  gpus: devices.length,
});
