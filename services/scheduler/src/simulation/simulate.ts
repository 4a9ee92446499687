import type { InputOf } from '@berth/contracts/define';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { simulateQuery } from '@berth/contracts/scheduler/simulation';
import type { PolicyReport, SimulationView } from '@berth/contracts/scheduler/simulation.views';
import type { HostFact } from '../facts/host.facts.js';
import { givenHosts, gpusOf, openbHosts, widestOf } from './engine/cluster.js';
import { Simulation } from './engine/simulation.js';
import { inThousandths } from './report/distribution.js';
import { comparisonsOf, policyReport } from './report/policy-report.js';
import { gunzipped, givenWorkload, type Workload } from './workload/workload.js';
import { refusal } from './workload/lines.js';
import { openbWorkload, parseOpenbNodes, parseOpenbPods } from './workload/openb.js';
import { parseSwf } from './workload/swf.js';
import { syntheticWorkload } from './workload/synthetic.js';
import { changed } from '../queue/policy/policy.js';

export type SimulationInput = InputOf<typeof simulateQuery>;

/** What a simulation needs beside its input. */
export interface SimulationSetting {
  /** The pool's, where the input gives no others. */
  readonly hosts: readonly HostFact[];
  /** Where a simulated policy says nothing. */
  readonly policy: PoolPolicy;
  /** Where the input names a range. */
  readonly recorded?: Workload;
}

/**
 * Runs the workload under each of the policies.
 * @throws RejectedError naming what is wrong in the input
 */
export function simulate(
  input: SimulationInput,
  setting: SimulationSetting,
): Omit<SimulationView, 'wallMs' | 'simulationId'> {
  const hosts = hostsOf(input, setting.hosts);
  const gpus = gpusOf(hosts);
  const workload = workloadOf(input, setting.recorded, hosts);
  const untilMs = (input.untilHours ?? Infinity) * 3_600_000;
  const reports = input.policies.map((simulated): PolicyReport => {
    const policy = changed(setting.policy, simulated);
    const outcome = new Simulation({ workload, hosts, policy, quotas: input.quotas, untilMs }).run();
    return policyReport(simulated.name, outcome, gpus);
  });
  return {
    jobs: workload.jobs.length,
    hosts: hosts.length,
    gpus,
    startsAt: workload.startsAt,
    offeredLoad: offeredLoad(workload, gpus),
    notes: workload.notes,
    reports,
    comparisons: comparisonsOf(reports),
    passes: reports.reduce((sum, { passes }) => sum + passes, 0),
  };
}

function hostsOf({ cluster }: SimulationInput, ofPool: readonly HostFact[]): readonly HostFact[] {
  if (cluster?.hosts && cluster.openb !== undefined)
    throw refusal('cluster', 'must be either hosts or openb, not both');
  if (cluster?.openb !== undefined) return openbHosts(parseOpenbNodes(cluster.openb, 'cluster.openb'));
  const hosts = cluster?.hosts ? givenHosts(cluster.hosts) : ofPool;
  if (hosts.length === 0)
    throw refusal('cluster', 'must contain hosts, or pool must name a pool that has hosts');
  return hosts;
}

function workloadOf(
  { workload, seed }: SimulationInput,
  recorded: Workload | undefined,
  hosts: readonly HostFact[],
): Workload {
  const text = (given: string, field: string): string => (workload.gzip ? gunzipped(given, field) : given);
  if (workload.swf !== undefined) {
    const field = 'workload.swf';
    const { processorsPerGpu } = workload;
    return parseSwf(text(workload.swf, field), { field, processorsPerGpu });
  }
  if (workload.openb !== undefined) {
    const field = 'workload.openb';
    return openbWorkload(parseOpenbPods(text(workload.openb, field), field), field);
  }
  if (workload.jobs) return givenWorkload(workload.jobs, 'workload.jobs');
  if (recorded) return recorded;
  if (workload.synthetic)
    return syntheticWorkload({ ...workload.synthetic, seed }, gpusOf(hosts), widestOf(hosts));
  throw refusal('workload', 'is required');
}

function offeredLoad({ jobs }: Workload, gpus: number): number {
  const seconds = (jobs.at(-1)?.submitSeconds ?? 0) - (jobs[0]?.submitSeconds ?? 0);
  const asked = jobs.reduce((sum, job) => sum + job.gpus * Math.min(job.runSeconds, job.limitSeconds), 0);
  return seconds > 0 && gpus > 0 ? inThousandths(asked / (gpus * seconds)) : 0;
}
