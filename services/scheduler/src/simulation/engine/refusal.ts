import { couldHold, type Demand } from '../../placement/demand.js';
import type { SimulatedJob } from '../workload/workload.js';
import type { JobRecord } from './job-record.js';
import type { SimulationOptions } from './simulation.options.js';

/** Why a job would never start; undefined where it might. */
export function refusalOf(
  { gpus, gang }: SimulatedJob,
  demand: Demand,
  { hosts, quotas }: Pick<SimulationOptions, 'hosts' | 'quotas'>,
): JobRecord['refusedFor'] {
  if (!hosts.some((host) => couldHold(host, demand))) return 'canNeverRun';
  const { userGpus = Infinity, projectGpus = Infinity } = quotas;
  return gpus * (gang?.size ?? 1) > Math.min(userGpus, projectGpus) ? 'overQuota' : undefined;
}
