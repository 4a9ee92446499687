import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { SimulatedQuotas } from '@berth/contracts/scheduler/simulation';
import type { HostFact } from '../../facts/host.facts.js';
import { couldHold, type Demand } from '../../placement/demand.js';
import type { Workload, SimulatedJob } from '../workload/workload.js';
import type { SimulatedPass } from './pass.js';
import type { JobRecord } from './timeline.js';

export interface SimulationOptions {
  readonly workload: Workload;
  readonly hosts: readonly HostFact[];
  readonly policy: PoolPolicy;
  readonly quotas: SimulatedQuotas;
  /** In ms of virtual time; Infinity: until all is done. */
  readonly untilMs: number;
  /** Called with what the calendar records. */
  readonly follow?: (events: readonly CalendarEvent[], atMs: number) => void;
  readonly followPasses?: (pass: SimulatedPass, atMs: number) => void;
}

export interface SimulationOutcome {
  readonly records: readonly JobRecord[];
  readonly passes: number;
  readonly longestQueue: number;
  readonly endedMs: number;
  /** GPU-milliseconds that were held in all, and until the last submission. */
  readonly allocatedMs: number;
  readonly allocatedWhileSubmittingMs: number;
}

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
