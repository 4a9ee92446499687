import { z } from 'zod';
import { defineCommand, defineQuery } from '../define.js';
import { type PageOf, argument, id, instant, listSorts, page } from '../fields.js';
import { micros } from './events.js';

/**
 * What a device costs an hour. Of the prices that are in force the most specific counts: of this model in this pool, of
 * this model, of this pool, of any. CPU slots have the model "CPU", and count only prices of that model.
 */
export type PriceView = {
  readonly id: string;
  readonly poolId?: string;
  readonly model?: string;
  readonly microsPerHour: number;
  readonly currency: string;
  readonly from: string;
};

export type ChargeView = {
  readonly id: string;
  readonly leaseId: string;
  /** Of a run's lease. */
  readonly jobId?: string;
  readonly run?: number;
  /** Of what a reservation held on one host. */
  readonly reservationId?: string;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly from: string;
  /** Absent while the lease runs; the amount is then what it would be if it ended now. */
  readonly to?: string;
  readonly seconds: number;
  /** Seconds of devices, split where a device is shared. */
  readonly deviceSeconds: number;
  readonly amountMicros: number;
  readonly currency: string;
  readonly lines: readonly {
    readonly uuid: string;
    readonly model: string;
    readonly deviceSeconds: number;
    readonly microsPerHour: number;
    readonly amountMicros: number;
    /** Absent where no price was set: the device is unpriced, and free. */
    readonly priceId?: string;
  }[];
};

export type UsageRow = {
  readonly key: string;
  readonly deviceSeconds: number;
  readonly leaseSeconds: number;
  /** Those that began within the window. */
  readonly leases: number;
  readonly amountMicros: number;
  readonly currency: string;
};

export const setPrice = defineCommand<PriceView>('setPrices')(
  'billing',
  'price',
  'set',
  z.strictObject({
    poolId: id.optional(),
    model: argument(120).optional(),
    microsPerHour: micros,
    /** Default, and the only one allowed: the installation's. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a currency code such as EUR')
      .optional(),
    /** Not in the past. Default: now. */
    from: instant.optional(),
  }),
);
export const pricesQuery = defineQuery<PageOf<PriceView>>('read')(
  'billing',
  'prices',
  page.extend({ poolId: id.optional() }),
);
/**
 * Newest first; a project's charges are for its members, and for operators, admins and auditors. Without a filter: the
 * caller's own, or all for the latter. Of a month (UTC): all that were held in it, with the time and amount that fall into it,
 * so that months add up. The total is that of all pages.
 */
export const chargesQuery = defineQuery<
  PageOf<ChargeView> & { readonly totalMicros: number; readonly currency: string }
>('read')(
  'billing',
  'charges',
  page.extend({
    projectId: id.optional(),
    jobId: id.optional(),
    reservationId: id.optional(),
    userId: id.optional(),
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-01')
      .optional(),
    /** As a month, any other span: from inclusive, to exclusive. */
    from: instant.optional(),
    to: instant.optional(),
    /** By when the lease began. */
    sort: z.enum(listSorts).optional(),
  }),
);
/**
 * What was held within [from, to), to the millisecond, by leases that have ended or run; windows that adjoin add up. Without
 * a project: of the whole installation for operators, admins and auditors, else the caller's own.
 */
export const usageQuery = defineQuery<readonly UsageRow[]>('read')(
  'billing',
  'usage',
  z.strictObject({
    by: z.enum(['user', 'project', 'model']),
    projectId: id.optional(),
    from: instant.optional(),
    to: instant.optional(),
  }),
);
