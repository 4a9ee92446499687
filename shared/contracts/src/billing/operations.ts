import { z } from 'zod';
import { defineCommand, defineQuery } from '../define.js';
import { id, instant, page, text, type PageOf } from '../fields.js';
import { micros } from './events.js';

export interface PriceView {
  readonly id: string;
  readonly poolId?: string;
  readonly model?: string;
  readonly microsPerHour: number;
  readonly currency: string;
  readonly from: string;
}

export interface ChargeView {
  readonly id: string;
  readonly leaseId: string;
  readonly jobId: string;
  readonly run: number;
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
  }[];
}

export interface UsageRow {
  readonly key: string;
  readonly deviceSeconds: number;
  readonly leaseSeconds: number;
  readonly leases: number;
  readonly amountMicros: number;
  readonly currency: string;
}

export const setPrice = defineCommand<PriceView>()(
  'billing',
  'price',
  'set',
  z.strictObject({
    poolId: id.optional(),
    model: text(120).optional(),
    microsPerHour: micros,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a currency code such as EUR')
      .default('EUR'),
    from: instant.optional(),
  }),
);
export const pricesQuery = defineQuery<PageOf<PriceView>>()(
  'billing',
  'prices',
  page.extend({ poolId: id.optional() }),
);
/** Newest first; a project's charges are for its members, and for operators, admins and auditors. */
export const chargesQuery = defineQuery<
  PageOf<ChargeView> & { readonly totalMicros: number; readonly currency: string }
>()(
  'billing',
  'charges',
  page.extend({
    projectId: id.optional(),
    jobId: id.optional(),
    userId: id.optional(),
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-01')
      .optional(),
  }),
);
export const usageQuery = defineQuery<readonly UsageRow[]>()(
  'billing',
  'usage',
  z.strictObject({
    by: z.enum(['user', 'project', 'model']),
    projectId: id.optional(),
    from: instant.optional(),
    to: instant.optional(),
  }),
);
