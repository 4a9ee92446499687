import { builder } from '../graphql/builder.js';
import { JobClassEnum } from '../jobs/job.type.js';
import { PlacementStrategyEnum, PreemptionModeEnum, QueueOrderEnum } from '../policy/policy.enums.js';

const HostsInput = builder.inputType('SimulatedHostsInput', {
  description: 'Hosts that are alike.',
  fields: (t) => ({
    hosts: t.int({ description: 'How many; 1 where left out.' }),
    gpus: t.int({ required: true, description: 'Of each.' }),
    model: t.string({ description: 'Of the GPUs.' }),
    memoryGb: t.float({ description: 'Of each GPU; 80 where left out.' }),
    vcpus: t.float({ description: 'Of each host; 128 where left out.' }),
    ramGb: t.float({ description: 'Of each host; 1024 where left out.' }),
  }),
});

export const ClusterInput = builder.inputType('SimulatedClusterInput', {
  description: 'Hosts that there are only in the simulation: either given, or as a trace has them.',
  fields: (t) => ({
    hosts: t.field({ type: [HostsInput], description: 'By kind.' }),
    openb: t.string({ description: 'Nodes of an openb trace, as CSV.' }),
  }),
});

const JobInput = builder.inputType('SimulatedJobInput', {
  description: 'A job of a workload. Times in seconds from its beginning.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'Unique in the workload.' }),
    user: t.string({ description: 'Whose it is.' }),
    project: t.string({ description: 'Which project it is charged to.' }),
    submitSeconds: t.float({ required: true, description: 'When it is submitted.' }),
    runSeconds: t.float({ required: true, description: 'How long it really runs.' }),
    limitSeconds: t.float({ description: 'Its time limit; as long as it runs where left out.' }),
    gpus: t.int({ description: '1 where left out; 0 for CPU only.' }),
    model: t.string({ description: 'A model by whole words of its name.' }),
    memoryGb: t.float({ description: 'Least memory of a GPU in GB of 10^9 bytes.' }),
    vcpus: t.float({ description: 'CPUs.' }),
    ramGb: t.float({ description: 'Memory in GB of 10^9 bytes.' }),
    class: t.field({ type: JobClassEnum, description: 'training where left out.' }),
    grantPriority: t.int({ description: 'Class of its grant: 0 before 1 before 2; 1 where left out.' }),
    priority: t.int({ description: '10 (first) to 1 (last); 5 where left out.' }),
    preemptible: t.boolean({ description: 'Whether it may be ended for others; not where left out.' }),
  }),
});

const RecordedInput = builder.inputType('RecordedWorkloadInput', {
  description: 'What was submitted to the pool in a time, and how long it ran.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', required: true, description: 'Submitted then or later.' }),
    until: t.field({ type: 'DateTime', required: true, description: 'Submitted before that.' }),
  }),
});

const SyntheticInput = builder.inputType('SyntheticWorkloadInput', {
  description: 'A workload made up like those of small labs; the same seed gives the same.',
  fields: (t) => ({
    jobs: t.int({ required: true, description: 'How many.' }),
    days: t.float({ required: true, description: 'Over how long they are submitted.' }),
    users: t.int({ description: '12 where left out.' }),
    projects: t.int({ description: '4 where left out.' }),
    load: t.float({ description: 'GPU-time asked for, as a part of all there is; 0.8 where left out.' }),
    preemptible: t.float({ description: 'Part of the jobs that is preemptible; 0.2 where left out.' }),
  }),
});

export const WorkloadInput = builder.inputType('SimulatedWorkloadInput', {
  description: 'What is submitted, and when: exactly one of swf, openb, jobs, recorded, synthetic.',
  fields: (t) => ({
    swf: t.string({ description: 'A log in the Standard Workload Format.' }),
    openb: t.string({ description: 'Tasks of an openb trace, as CSV.' }),
    gzip: t.boolean({ description: 'Whether swf or openb is compressed by gzip, in base64.' }),
    processorsPerGpu: t.float({ description: 'Processors of swf that stand for a GPU; 1 where left out.' }),
    jobs: t.field({ type: [JobInput], description: 'Given one by one.' }),
    recorded: t.field({ type: RecordedInput, description: 'From the records of the pool. For staff.' }),
    synthetic: t.field({ type: SyntheticInput, description: 'Made up.' }),
  }),
});

const FairShareInput = builder.inputType('SimulatedFairShareInput', {
  description: 'What counts where the order is FAIR_SHARE.',
  fields: (t) => ({
    halfLifeHours: t.float({ description: 'After so long, past usage counts half.' }),
    pointMinutes: t.float({ description: 'What a point of priority is worth in waiting time.' }),
    shareMinutes: t.float({ description: 'What an unused share is worth in waiting time.' }),
  }),
});

const PreemptionInput = builder.inputType('SimulatedPreemptionInput', {
  description: 'Who may be ended for whom.',
  fields: (t) => ({
    mode: t.field({ type: PreemptionModeEnum, description: 'None, or those of a worse class.' }),
    minimumRunMinutes: t.float({ description: 'No run is ended before it has run so long.' }),
    graceSeconds: t.int({ description: 'Between the warning and the end.' }),
  }),
});

export const PolicyInput = builder.inputType('SimulatedPolicyInput', {
  description: 'A policy to try. What is left out is as in the policy of the pool, or as by default.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called in the report.' }),
    order: t.field({ type: QueueOrderEnum, description: 'Of the queue.' }),
    backfill: t.boolean({ description: 'Whether a job may start early that delays no planned start.' }),
    placement: t.field({ type: PlacementStrategyEnum, description: 'Which devices jobs get.' }),
    fairShare: t.field({ type: FairShareInput, description: 'Of users and projects.' }),
    preemption: t.field({ type: PreemptionInput, description: 'Ending jobs for others.' }),
  }),
});

export const QuotasInput = builder.inputType('SimulatedQuotasInput', {
  description: 'GPUs that may be held at once; as many as there are where left out.',
  fields: (t) => ({
    userGpus: t.int({ description: 'By each user.' }),
    projectGpus: t.int({ description: 'By each project.' }),
  }),
});
