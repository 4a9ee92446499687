import { reject } from '@berth/kernel/rejection';
import { NOTHING } from '../../calendar/held.js';
import { amountOf, excessOf } from '../../queue/quota/excess.js';
import { together } from '../../placement/demand.js';
import type { AdmissionRule } from './submission.js';

const FIELDS = { gpus: 'gpus.count', vcpus: 'vcpus', ramGb: 'ramGb' } as const;

/** A job that exceeds a quota by itself would wait without end, unless it may borrow. */
export const quotaRule: AdmissionRule = ({ demand, gangSize = 1, quotas = [] }) => {
  for (const quota of quotas) {
    const excess = quota.borrow ? undefined : excessOf(quota, NOTHING, amountOf(together(demand, gangSize)));
    if (!excess) continue;
    const { kind, limit, needed } = excess;
    const where = quota.poolId === null ? 'in all pools together' : 'in this pool';
    const whose = quota.of === 'user' ? 'your quota' : 'the quota of the project';
    const message = `${FIELDS[kind]}: ${whose} is ${limit} ${where}, but ${gangSize > 1 ? 'the gang' : 'the job'} needs ${needed}`;
    return reject('QUOTA_EXCEEDED', message, FIELDS[kind], { limit, needed });
  }
  return undefined;
};
