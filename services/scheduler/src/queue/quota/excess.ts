import type { QuotaLimits } from '@berth/contracts/scheduler/quotas';
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
