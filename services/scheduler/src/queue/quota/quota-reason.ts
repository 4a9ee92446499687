import type { PendingReason } from '@berth/contracts/scheduler/views';
import type { Excess } from './excess.js';

const NAMES = { gpus: 'GPUs', vcpus: 'vCPUs', ramGb: 'GB of memory' } as const;

/**
 * Why a job waits that its quota keeps back; one that was lowered since may be too small for it even with nothing held.
 * Nothing is said of who holds the rest.
 */
export function quotaReason({ quota, kind, limit, used, needed }: Excess): PendingReason {
  const where = quota.poolId === null ? 'in all pools together' : 'in this pool';
  const isNever = needed > limit && !quota.borrow;
  const lends = quota.borrow ? ', and nothing is left to borrow' : '';
  const quotaOf = `the quota of its ${quota.of} is ${limit} ${NAMES[kind]} ${where}`;
  return {
    code: 'QUOTA_REACHED',
    kind: isNever ? 'never' : 'waits',
    message: isNever
      ? `${quotaOf}, and it alone needs ${needed}`
      : `${quotaOf}: ${used} are held, it needs ${needed}${lends}`,
    numbers: { limit, used, needed, remaining: Math.max(0, limit - used) },
  };
}
