import { z } from 'zod';
import { defineEvent, type EventOf } from '../define.js';
import { id, instant } from '../fields.js';

/** Money is integers of micro-units (1,000,000 = 1 of the currency), so that no sum ever rounds. */
export const micros = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const priceEvents = {
  set: defineEvent(
    'billing.price.set.v1',
    'From an instant on, a device of this model (or any) in this pool (or any) costs this amount per hour.',
    z.object({
      priceId: id,
      poolId: id.optional(),
      model: z.string().optional(),
      microsPerHour: micros,
      currency: z.string().regex(/^[A-Z]{3}$/),
      from: instant,
    }),
  ),
};
export type PriceEvent = EventOf<typeof priceEvents>;

/**
 * One job's lease, rated once it has ended: the facts it rests on are kept, so that it can be rated again. A line is one
 * device at one price; a lease without devices has one line of model "CPU", uuid "cpu". The charge's id is its lease's.
 */
const line = z.object({
  uuid: z.string(),
  model: z.string(),
  from: instant,
  to: instant,
  seconds: z.number().min(0),
  deviceSeconds: z.number().min(0),
  /** How long the device was held by so many leases at once: exact, so that the line can be rated again. */
  shares: z.array(z.object({ sharers: z.number().int().min(1), milliseconds: z.number().int().min(0) })),
  /** Absent where no price was set: unpriced, and free. */
  priceId: id.optional(),
  microsPerHour: micros,
  amountMicros: micros,
});

const charge = {
  chargeId: id,
  leaseId: id,
  projectId: id,
  userId: id,
  poolId: id,
  hostId: id,
  from: instant,
  to: instant,
  lines: z.array(line),
  seconds: z.number().min(0),
  deviceSeconds: z.number().min(0),
  amountMicros: micros,
  currency: z.string(),
};

export const chargeEvents = {
  charged: defineEvent(
    'billing.charge.charged.v1',
    'A lease was metered and rated.',
    z.object({ ...charge, jobId: id, run: z.number().int() }),
  ),
  reservationCharged: defineEvent(
    'billing.charge.reservationCharged.v1',
    'The lease of a reservation on one host was metered and rated. Runs within it share its devices, so that they are charged once.',
    z.object({ ...charge, reservationId: id }),
  ),
};
export type ChargeEvent = EventOf<typeof chargeEvents>;
