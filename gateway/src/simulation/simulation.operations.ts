import { cancelSimulation, simulateQuery } from '@berth/contracts/scheduler/simulation';
import { newId } from '@berth/kernel/ids';
import { deriveInputType } from '../graphql/derived-input.js';
import { defineMutation, successOf } from '../graphql/mutation.js';
import '../jobs/job.type.js';
import '../policy/policy.type.js';
import { Simulation } from './simulation.type.js';

const simulated = simulateQuery.input.omit({ simulationId: true });
const cluster = simulated.shape.cluster.unwrap();
const hosts = cluster.shape.hosts.unwrap().element;
const { workload } = simulated.shape;
const job = workload.shape.jobs.unwrap().element;
const recorded = workload.shape.recorded.unwrap();
const synthetic = workload.shape.synthetic.unwrap();
const policy = simulated.shape.policies.element;

deriveInputType(hosts, {
  name: 'SimulatedHostsInput',
  description: 'Identical hosts.',
  fields: {
    hosts: 'How many; default: 1.',
    gpus: 'Of each.',
    model: 'Of the GPUs.',
    memoryGb: 'Of each GPU; default: 80.',
    vcpus: 'Of each host; default: 128.',
    ramGb: 'Of each host; default: 1024.',
  },
});

deriveInputType(cluster, {
  name: 'SimulatedClusterInput',
  description: 'Hosts of the simulation: either given, or from a trace.',
  fields: { hosts: 'By kind.', openb: 'Nodes of an openb trace, as CSV.' },
});

deriveInputType(job, {
  name: 'SimulatedJobInput',
  description: 'A job of a workload. Times in seconds from its beginning.',
  fields: {
    id: 'Unique in the workload.',
    user: 'Owner.',
    project: 'Which project it is charged to.',
    submitSeconds: 'When it is submitted.',
    runSeconds: 'Actual duration in seconds.',
    limitSeconds: 'Time limit in seconds; default: `runSeconds`.',
    gpus: 'Default: 1; 0 for CPU only.',
    model: 'Device model by whole words of its name.',
    memoryGb: 'Minimum memory of a GPU in GB of 10^9 bytes.',
    vcpus: 'CPUs.',
    ramGb: 'Memory in GB of 10^9 bytes.',
    class: 'Default: training.',
    grantPriority: 'Class of its grant: 0 before 1 before 2; default: 1.',
    priority: '10 (first) to 1 (last); default: 5.',
    preemptible: 'Whether it may be preempted; default: false.',
  },
});

deriveInputType(recorded, {
  name: 'RecordedWorkloadInput',
  description: 'Jobs that were submitted to the pool in a time range, with their actual durations.',
  fields: { from: 'Start of the range (inclusive).', until: 'End of the range (exclusive).' },
});

deriveInputType(synthetic, {
  name: 'SyntheticWorkloadInput',
  description: 'A synthetic workload like those of small labs; the same seed gives the same workload.',
  fields: {
    jobs: 'How many.',
    days: 'Number of days over which they are submitted.',
    users: 'Default: 12.',
    projects: 'Default: 4.',
    load: 'Requested GPU-time as a fraction of the available GPU-time; default: 0.8.',
    preemptible: 'Fraction of preemptible jobs; default: 0.2.',
  },
});

deriveInputType(workload, {
  name: 'SimulatedWorkloadInput',
  description: 'What is submitted, and when: exactly one of swf, openb, jobs, recorded, synthetic.',
  fields: {
    swf: 'A log in the Standard Workload Format.',
    openb: 'Tasks of an openb trace, as CSV.',
    gzip: 'Whether swf or openb is compressed by gzip, in base64.',
    processorsPerGpu: 'Number of swf processors that count as one GPU; default: 1.',
    jobs: 'Explicitly given jobs.',
    recorded: 'From the history of the pool. For staff (admin or operator).',
    synthetic: 'Synthetic workload.',
  },
});

const FairShareInput = deriveInputType(
  policy.shape.fairShare.unwrap().omit({ projectShares: true, userShares: true }),
  {
    name: 'SimulatedFairShareInput',
    description: 'What counts where the order is FAIR_SHARE.',
    fields: {
      halfLifeHours: 'Half-life of past usage in hours.',
      pointMinutes: 'Waiting time in minutes that one point of priority is worth.',
      shareMinutes: 'Waiting time in minutes that an unused share is worth.',
    },
  },
);

deriveInputType(policy.shape.preemption.unwrap(), {
  name: 'SimulatedPreemptionInput',
  description: 'Preemption settings.',
  fields: {
    mode: 'Which runs may be preempted.',
    minimumRunMinutes: 'Minimum run time in minutes before a run may be preempted.',
    graceSeconds: 'Grace period in seconds.',
  },
});

deriveInputType(policy, {
  name: 'SimulatedPolicyInput',
  description:
    'A policy to simulate. Omitted fields default to the policy of the pool, or to the default policy.',
  fields: {
    name: 'Name in the report.',
    order: 'Of the queue.',
    backfill: 'Whether a job may start early if it delays no planned start.',
    placement: 'Which devices jobs get.',
    fairShare: { description: 'Of users and projects.', ...FairShareInput },
    preemption: 'Preemption settings.',
  },
});

deriveInputType(simulated.shape.quotas.unwrap(), {
  name: 'SimulatedQuotasInput',
  description: 'Maximum number of GPUs in use at a time; default: no limit.',
  fields: { userGpus: 'By each user.', projectGpus: 'By each project.' },
});

/** Slightly longer than the scheduler's own limit for a simulation. */
const TIMEOUT_MS = 65_000;

defineMutation({
  schema: simulated,
  name: 'simulate',
  description:
    'Simulates a workload under one or more policies in virtual time, without side effects. It may take up to a minute; each user can run one at a time.',
  input: {
    pool: 'Id or name of the pool whose hosts and policy are the default.',
    cluster: 'Hosts instead of those of a pool.',
    workload: 'What is submitted.',
    policies: '1 to 6 policies to compare.',
    quotas: 'Default: none.',
    untilHours: 'End of the simulation in hours; default: when all jobs have ended.',
    seed: 'Of a synthetic workload: a whole number; default: 1.',
  },
  success: successOf('simulate', 'simulation', Simulation, 'Result.'),
  // The scheduler's own answer comes before that, also that it was too long.
  timeoutMs: TIMEOUT_MS + 5_000,
  run: async (input, { calls, onDisconnect }) => {
    const simulationId = newId();
    // Otherwise it would continue without a reader and block the user's next simulation.
    const stopWatching = onDisconnect(() => void calls.tryQuery(cancelSimulation, { simulationId }));
    try {
      return await calls.tryQuery(simulateQuery, { ...input, simulationId }, { timeoutMs: TIMEOUT_MS });
    } finally {
      stopWatching();
    }
  },
});
