import type { JobQueueIndex } from '../waiting/job-queue-index.js';
import type { Demand, TypicalDemand } from '../../placement/demand.js';
import { typicalTasks } from '../../placement/fragmentation.js';

/** Enough to predict the next job's request, and few enough to evaluate on each host. */
export const BOUNDS = { most: 16, cover: 0.95 } as const;

/** The requests of a pool's jobs, waiting and running. */
export function typicalDemands(queueIndex: JobQueueIndex, poolId: string): readonly TypicalDemand[] {
  const counts = new Map<string, [Demand, number]>();
  const count = (demand: Demand, jobs: number): void => {
    const known = counts.get(demand.key);
    if (known) known[1] += jobs;
    else counts.set(demand.key, [demand, jobs]);
  };
  for (const group of queueIndex.groups(poolId)) {
    const [first] = group;
    if (first) count(queueIndex.demandOf(first, undefined), group.length);
  }
  for (const held of queueIndex.allHeld)
    if (held.document.poolId === poolId) count(queueIndex.demandOf(held, undefined), 1);
  return typicalTasks(counts.values(), ({ count: gpus }) => gpus, BOUNDS);
}
