import type { SimulatedQuotas } from '@berth/contracts/scheduler/simulation';
import type { Quota, Quotas, Owner } from '../../queue/quota/quotas.js';
import { SIMULATED_POOL } from './cluster.js';

/** The same quota for every user, and for every project. */
export function quotasForAll({
  userGpus,
  projectGpus,
}: SimulatedQuotas): Pick<Quotas, 'isEmpty' | 'binding'> {
  const quota = (of: Quota['of'], subject: Quota['subject'], gpus: number | undefined): readonly Quota[] =>
    gpus === undefined ? [] : [{ of, subject, poolId: SIMULATED_POOL, limits: { gpus }, borrow: false }];
  return {
    isEmpty: userGpus === undefined && projectGpus === undefined,
    binding: ({ userId, projectId }: Owner) => [
      ...quota('user', `user:${userId}`, userGpus),
      ...quota('project', `project:${projectId}`, projectGpus),
    ],
  };
}
