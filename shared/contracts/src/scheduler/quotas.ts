import { z } from 'zod';
import { defineCommand, defineEvent, defineQuery, type EventOf } from '../define.js';
import { id, instant, nameOrId, reason } from '../fields.js';

export const quotaKinds = ['gpus', 'vcpus', 'ramGb', 'storageGb', 'environments'] as const;
export type QuotaKind = (typeof quotaKinds)[number];

const whole = z.number().int().min(0, 'must be at least 0 (0 is none); omit it for no limit').max(1_000_000);
const amount = z.number().min(0, 'must be at least 0 (0 is none); omit it for no limit').max(100_000_000);

/** What may be held at a time. Absent is unlimited, 0 is none. */
const quotaLimits = z.object({
  gpus: whole.optional(),
  vcpus: amount.optional(),
  ramGb: amount.optional(),
  storageGb: amount.optional(),
  environments: whole.optional(),
});
export type QuotaLimits = z.output<typeof quotaLimits>;

const subject = { userId: id.optional(), projectId: id.optional() };

/** Of a user or a project, in one pool or in all of them together. */
export const quotaEvents = {
  set: defineEvent(
    'scheduler.quota.set.v1',
    'The complete quota of a user or a project, in one pool or in all pools together.',
    z.object({
      quotaId: id,
      ...subject,
      poolId: id.optional(),
      limits: quotaLimits,
      /** Whether it may hold more while no one within quota asks for it. */
      borrow: z.boolean(),
      setAt: instant,
      reason: z.string().optional(),
    }),
  ),
  removed: defineEvent(
    'scheduler.quota.removed.v1',
    'A quota was removed.',
    z.object({ quotaId: id, ...subject, removedAt: instant, reason: z.string().optional() }),
  ),
};
export type QuotaEvent = EventOf<typeof quotaEvents>;

/** Amounts by what is limited; only what has a limit has something remaining. */
type Amounts = { readonly [kind in QuotaKind]?: number };

export type QuotaView = {
  /** Absent for the installation's default, which holds for users who have no quota of their own over all pools. */
  readonly quotaId?: string;
  readonly userId?: string;
  readonly projectId?: string;
  /** Absent: all pools together. */
  readonly poolId?: string;
  readonly limits: QuotaLimits;
  readonly borrow: boolean;
  /** What leases hold now. */
  readonly used: Required<Amounts>;
  /** What of that was lent by others, beyond the quota. */
  readonly borrowed: Required<Amounts>;
  readonly remaining: Amounts;
  readonly setAt?: string;
};

/** Either a user (by id) or a project (by id or name), and a pool (by id or name) or all together. */
const target = { user: id.optional(), project: nameOrId.optional(), pool: nameOrId.optional() };

/** Replaces the quota that there is for the same user or project, and pool. */
export const setQuota = defineCommand<QuotaView>('setQuotas')(
  'scheduler',
  'quota',
  'set',
  z.strictObject({
    ...target,
    ...quotaLimits.shape,
    borrow: z.boolean().default(false),
    reason: reason.optional(),
  }),
);

export const removeQuota = defineCommand('setQuotas')(
  'scheduler',
  'quota',
  'remove',
  z.strictObject({ quotaId: id, reason: reason.optional() }),
);

/** Those that the caller may see: all for staff, else the caller's own and those of the caller's projects. */
export const quotasQuery = defineQuery<readonly QuotaView[]>('read')(
  'scheduler',
  'quotas',
  z.strictObject(target),
);
