import { cancelSimulation, simulateQuery } from '@berth/contracts/scheduler/simulation';
import { newId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { JobClassEnum } from '../jobs/job.type.js';
import { PlacementStrategyEnum, PreemptionModeEnum, QueueOrderEnum } from '../policy/policy.type.js';
import { Simulation } from './simulation.type.js';

const HostsInput = builder.inputType('SimulatedHostsInput', {
  description: 'Identical hosts.',
  fields: (t) => ({
    hosts: t.int({ description: 'How many; default: 1.' }),
    gpus: t.int({ required: true, description: 'Of each.' }),
    model: t.string({ description: 'Of the GPUs.' }),
    memoryGb: t.float({ description: 'Of each GPU; default: 80.' }),
    vcpus: t.float({ description: 'Of each host; default: 128.' }),
    ramGb: t.float({ description: 'Of each host; default: 1024.' }),
  }),
});

const ClusterInput = builder.inputType('SimulatedClusterInput', {
  description: 'Hosts of the simulation: either given, or from a trace.',
  fields: (t) => ({
    hosts: t.field({ type: [HostsInput], description: 'By kind.' }),
    openb: t.string({ description: 'Nodes of an openb trace, as CSV.' }),
  }),
});

const JobInput = builder.inputType('SimulatedJobInput', {
  description: 'A job of a workload. Times in seconds from its beginning.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'Unique in the workload.' }),
    user: t.string({ description: 'Owner.' }),
    project: t.string({ description: 'Which project it is charged to.' }),
    submitSeconds: t.float({ required: true, description: 'When it is submitted.' }),
    runSeconds: t.float({ required: true, description: 'Actual duration in seconds.' }),
    limitSeconds: t.float({ description: 'Time limit in seconds; default: `runSeconds`.' }),
    gpus: t.int({ description: 'Default: 1; 0 for CPU only.' }),
    model: t.string({ description: 'Device model by whole words of its name.' }),
    memoryGb: t.float({ description: 'Minimum memory of a GPU in GB of 10^9 bytes.' }),
    vcpus: t.float({ description: 'CPUs.' }),
    ramGb: t.float({ description: 'Memory in GB of 10^9 bytes.' }),
    class: t.field({ type: JobClassEnum, description: 'Default: training.' }),
    grantPriority: t.int({ description: 'Class of its grant: 0 before 1 before 2; default: 1.' }),
    priority: t.int({ description: '10 (first) to 1 (last); default: 5.' }),
    preemptible: t.boolean({ description: 'Whether it may be preempted; default: false.' }),
  }),
});

const RecordedInput = builder.inputType('RecordedWorkloadInput', {
  description: 'Jobs that were submitted to the pool in a time range, with their actual durations.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', required: true, description: 'Start of the range (inclusive).' }),
    until: t.field({ type: 'DateTime', required: true, description: 'End of the range (exclusive).' }),
  }),
});

const SyntheticInput = builder.inputType('SyntheticWorkloadInput', {
  description: 'A synthetic workload like those of small labs; the same seed gives the same workload.',
  fields: (t) => ({
    jobs: t.int({ required: true, description: 'How many.' }),
    days: t.float({ required: true, description: 'Number of days over which they are submitted.' }),
    users: t.int({ description: 'Default: 12.' }),
    projects: t.int({ description: 'Default: 4.' }),
    load: t.float({
      description: 'Requested GPU-time as a fraction of the available GPU-time; default: 0.8.',
    }),
    preemptible: t.float({ description: 'Fraction of preemptible jobs; default: 0.2.' }),
  }),
});

const WorkloadInput = builder.inputType('SimulatedWorkloadInput', {
  description: 'What is submitted, and when: exactly one of swf, openb, jobs, recorded, synthetic.',
  fields: (t) => ({
    swf: t.string({ description: 'A log in the Standard Workload Format.' }),
    openb: t.string({ description: 'Tasks of an openb trace, as CSV.' }),
    gzip: t.boolean({ description: 'Whether swf or openb is compressed by gzip, in base64.' }),
    processorsPerGpu: t.float({ description: 'Number of swf processors that count as one GPU; default: 1.' }),
    jobs: t.field({ type: [JobInput], description: 'Explicitly given jobs.' }),
    recorded: t.field({
      type: RecordedInput,
      description: 'From the history of the pool. For staff (admin or operator).',
    }),
    synthetic: t.field({ type: SyntheticInput, description: 'Synthetic workload.' }),
  }),
});

const FairShareInput = builder.inputType('SimulatedFairShareInput', {
  description: 'What counts where the order is FAIR_SHARE.',
  fields: (t) => ({
    halfLifeHours: t.float({ description: 'Half-life of past usage in hours.' }),
    pointMinutes: t.float({ description: 'Waiting time in minutes that one point of priority is worth.' }),
    shareMinutes: t.float({ description: 'Waiting time in minutes that an unused share is worth.' }),
  }),
});

const PreemptionInput = builder.inputType('SimulatedPreemptionInput', {
  description: 'Preemption settings.',
  fields: (t) => ({
    mode: t.field({ type: PreemptionModeEnum, description: 'Which runs may be preempted.' }),
    minimumRunMinutes: t.float({ description: 'Minimum run time in minutes before a run may be preempted.' }),
    graceSeconds: t.int({ description: 'Grace period in seconds.' }),
  }),
});

const PolicyInput = builder.inputType('SimulatedPolicyInput', {
  description:
    'A policy to simulate. Omitted fields default to the policy of the pool, or to the default policy.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name in the report.' }),
    order: t.field({ type: QueueOrderEnum, description: 'Of the queue.' }),
    backfill: t.boolean({ description: 'Whether a job may start early if it delays no planned start.' }),
    placement: t.field({ type: PlacementStrategyEnum, description: 'Which devices jobs get.' }),
    fairShare: t.field({ type: FairShareInput, description: 'Of users and projects.' }),
    preemption: t.field({ type: PreemptionInput, description: 'Preemption settings.' }),
  }),
});

const QuotasInput = builder.inputType('SimulatedQuotasInput', {
  description: 'Maximum number of GPUs in use at a time; default: no limit.',
  fields: (t) => ({
    userGpus: t.int({ description: 'By each user.' }),
    projectGpus: t.int({ description: 'By each project.' }),
  }),
});

/** Slightly longer than the scheduler's own limit for a simulation. */
const TIMEOUT_MS = 65_000;

defineMutation({
  name: 'simulate',
  description:
    'Simulates a workload under one or more policies in virtual time, without side effects. It may take up to a minute; each user can run one at a time.',
  input: (t) => ({
    pool: t.string({ description: 'Id or name of the pool whose hosts and policy are the default.' }),
    cluster: t.field({ type: ClusterInput, description: 'Hosts instead of those of a pool.' }),
    workload: t.field({ type: WorkloadInput, required: true, description: 'What is submitted.' }),
    policies: t.field({ type: [PolicyInput], required: true, description: '1 to 6 policies to compare.' }),
    quotas: t.field({ type: QuotasInput, description: 'Default: none.' }),
    untilHours: t.float({
      description: 'End of the simulation in hours; default: when all jobs have ended.',
    }),
    seed: t.float({ description: 'Of a synthetic workload: a whole number; default: 1.' }),
  }),
  success: successOf('simulate', 'simulation', Simulation, 'Result.'),
  // The scheduler's own answer comes before that, also that it was too long.
  timeoutMs: TIMEOUT_MS + 5_000,
  run: async ({ pool, ...input }, { calls, onDisconnect }) => {
    const simulationId = newId();
    // Otherwise it would continue without a reader and block the user's next simulation.
    const stopWatching = onDisconnect(() => void calls.tryQuery(cancelSimulation, { simulationId }));
    try {
      const where = pool === undefined ? {} : { pool: toPlainId(pool) };
      const asked = { ...input, ...where, simulationId };
      return asValue(await calls.tryQuery(simulateQuery, asked, { timeoutMs: TIMEOUT_MS }));
    } finally {
      stopWatching();
    }
  },
});
