import type { PendingReason } from '@berth/contracts/scheduler/views';
import type { Excess } from './excess.js';

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
