import type { QuotaLimits } from '@berth/contracts/scheduler/quotas';
import type { PendingReason } from '@berth/contracts/scheduler/views';
import { defined } from '@berth/kernel/defined';
import { plus, type Amount } from '../../calendar/held.js';
import type { Demand } from '../../placement/demand.js';
import { MIB_PER_GB, mibOf } from '../../placement/gigabytes.js';
import type { Quota } from './quotas.js';

/** What of a quota leases count towards. */
export type LeasedKind = 'gpus' | 'vcpus' | 'ramGb';

/** A quota that something would go beyond, with the numbers. */
export interface Excess {
  readonly quota: Quota;
  readonly kind: LeasedKind;
  readonly limit: number;
  readonly used: number;
  readonly needed: number;
}

export const amountOf = ({ count, vcpus, ramMiB }: Pick<Demand, 'count' | 'vcpus' | 'ramMiB'>): Amount => ({
  gpus: count,
  vcpus,
  ramMiB,
});

/** The first limit that is exceeded once `needed` comes to what is `used`. A limit on what is not asked for is none. */
export function excessOf(quota: Quota, used: Amount, needed: Amount): Excess | undefined {
  const after = plus(used, needed);
  for (const [kind, of] of KINDS) {
    const limit = quota.limits[kind];
    if (limit !== undefined && of(needed) > 0 && of(after) > limit)
      return { quota, kind, limit, used: of(used), needed: of(needed) };
  }
  return undefined;
}

/** Limits in what leases are measured in. */
export const maxAmounts = ({ gpus, vcpus, ramGb }: QuotaLimits): Partial<Amount> => ({
  ...defined({ gpus, vcpus }),
  ...(ramGb === undefined ? {} : { ramMiB: mibOf(ramGb) }),
});

export const inGb = (ramMiB: number): number => Math.round((ramMiB / MIB_PER_GB) * 1000) / 1000;

const KINDS: readonly (readonly [LeasedKind, (amount: Amount) => number])[] = [
  ['gpus', ({ gpus }) => gpus],
  ['vcpus', ({ vcpus }) => vcpus],
  ['ramGb', ({ ramMiB }) => inGb(ramMiB)],
];

const NAMES = { gpus: 'GPUs', vcpus: 'vCPUs', ramGb: 'GB of memory' } as const;

/**
 * Why a job is blocked by its quota; a quota lowered since may be too small for it even with nothing held. The
 * reason reveals nothing about the holders of the rest.
 */
export function quotaReason({ quota, kind, limit, used, needed }: Excess): PendingReason {
  const where = quota.poolId === null ? 'in all pools together' : 'in this pool';
  const isNever = needed > limit && !quota.borrow;
  const lends = quota.borrow ? ', and nothing can be borrowed' : '';
  const quotaOf = `the quota of its ${quota.of} is ${limit} ${NAMES[kind]} ${where}`;
  return {
    code: 'QUOTA_REACHED',
    kind: isNever ? 'never' : 'waiting',
    message: isNever
      ? `${quotaOf}, but the job alone needs ${needed}`
      : `${quotaOf}: ${used} are in use, the job needs ${needed}${lends}`,
    numbers: { limit, used, needed, remaining: Math.max(0, limit - used) },
  };
}
