import type {
  Distribution,
  PolicyComparison,
  PolicyReport,
  SimulatedGroup,
  SimulationView,
  UnfinishedJobs,
  Utilisation,
} from '@berth/contracts/scheduler/simulation.views';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';

const DistributionType = builder.objectRef<Distribution>('Distribution').implement({
  description: 'Distribution of values. Percentiles by nearest rank.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'Number of values.' }),
    mean: t.exposeFloat('mean', { description: 'Mean.' }),
    p50: t.exposeFloat('p50', { description: 'Median.' }),
    p95: t.exposeFloat('p95', { description: '95th percentile.' }),
    p99: t.exposeFloat('p99', { description: '99th percentile.' }),
    max: t.exposeFloat('max', { description: 'Maximum.' }),
  }),
});

const Group = builder.objectRef<SimulatedGroup>('SimulatedGroup').implement({
  description: 'Group of jobs.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'A class, a project or a user.' }),
    waits: t.expose('waits', { type: DistributionType, description: 'Seconds until the first start.' }),
    boundedSlowdown: t.expose('boundedSlowdown', {
      type: DistributionType,
      description: 'Bounded slowdown: time in the system divided by run time.',
    }),
    gpuHours: t.exposeFloat('gpuHours', { description: 'GPU-hours allocated.' }),
  }),
});

const UtilisationType = builder.objectRef<Utilisation>('SimulatedUtilisation').implement({
  description: 'Utilisation of the GPUs.',
  fields: (t) => ({
    spanHours: t.exposeFloat('spanHours', { description: 'From the first submission to the last end.' }),
    gpuHoursAvailable: t.exposeFloat('gpuHoursAvailable', {
      description: 'GPU-hours available in this time.',
    }),
    gpuHoursAllocated: t.exposeFloat('gpuHoursAllocated', { description: 'GPU-hours allocated to jobs.' }),
    gpuHoursUsed: t.exposeFloat('gpuHoursUsed', {
      description: 'GPU-hours allocated, without those lost to preemption.',
    }),
    allocated: t.exposeFloat('allocated', { description: 'Fraction of the available GPU-hours.' }),
    used: t.exposeFloat('used', { description: 'Fraction of the available GPU-hours.' }),
    allocatedWhileSubmitting: t.exposeFloat('allocatedWhileSubmitting', {
      description:
        'Allocated fraction until the last submission, without the final phase in which the queue empties.',
    }),
  }),
});

const Fairness = builder.objectRef<PolicyReport['fairness']>('SimulatedFairness').implement({
  description: "Jain's fairness index over users: 1 is equal for all, 1/n is everything for one of n.",
  fields: (t) => ({
    ofSlowdown: t.exposeFloat('ofSlowdown', { description: 'Index of the mean bounded slowdowns.' }),
    ofService: t.exposeFloat('ofService', {
      description: 'Index of the GPU-time, relative to the GPU-time without waiting.',
    }),
  }),
});

const UnfinishedReason = enumOf('UnfinishedReason', {
  description: 'Why a job did not finish. CAN_NEVER_RUN and OVER_QUOTA never will; the others had not yet.',
  values: ['canNeverRun', 'overQuota', 'waiting', 'running'] as const,
});

const Unfinished = builder.objectRef<UnfinishedJobs>('UnfinishedJobs').implement({
  description: 'Jobs that did not finish.',
  fields: (t) => ({
    reason: t.expose('reason', { type: UnfinishedReason, description: 'Code, for programs.' }),
    message: t.exposeString('message', { description: 'Message for users.' }),
    count: t.exposeInt('count', { description: 'How many.' }),
    examples: t.exposeStringList('examples', { description: 'The first one.' }),
  }),
});

const Report = builder.objectRef<PolicyReport>('PolicyReport').implement({
  description: 'Result of one policy.',
  fields: (t) => ({
    policy: t.exposeString('policy', { description: 'Its name.' }),
    jobs: t.exposeInt('jobs', { description: 'Number of submitted jobs.' }),
    finished: t.exposeInt('finished', { description: 'Number of finished jobs.' }),
    timedOut: t.exposeInt('timedOut', {
      description: 'Number of finished jobs that reached their time limit.',
    }),
    waits: t.expose('waits', {
      type: DistributionType,
      description: 'Seconds from submission to the first start, of all that started.',
    }),
    boundedSlowdown: t.expose('boundedSlowdown', {
      type: DistributionType,
      description:
        'Bounded slowdown of all finished jobs: time in the system divided by run time, with a run time of at least 10 s.',
    }),
    byClass: t.field({ type: [Group], description: 'By class of grant.', resolve: (of) => [...of.byClass] }),
    byProject: t.field({
      type: [Group],
      description: 'By GPU-time, the highest first, at most 50.',
      resolve: (of) => [...of.byProject],
    }),
    byUser: t.field({
      type: [Group],
      description: 'By GPU-time, the highest first, at most 50.',
      resolve: (of) => [...of.byUser],
    }),
    utilisation: t.expose('utilisation', { type: UtilisationType, description: 'Of the GPUs.' }),
    fairness: t.expose('fairness', { type: Fairness, description: 'Between users.' }),
    preemptions: t.exposeInt('preemptions', { description: 'Number of preempted runs.' }),
    preemptedJobs: t.exposeInt('preemptedJobs', { description: 'Number of preempted jobs.' }),
    lostGpuHours: t.exposeFloat('lostGpuHours', { description: 'GPU-hours lost to preemption.' }),
    backfilled: t.exposeInt('backfilled', { description: 'Number of jobs that were started by backfill.' }),
    makespanHours: t.exposeFloat('makespanHours', {
      description: 'From the first submission to the last end.',
    }),
    jobsPerHour: t.exposeFloat('jobsPerHour', { description: 'Finished jobs per hour of the makespan.' }),
    longestQueue: t.exposeInt('longestQueue', { description: 'Maximum length of the queue.' }),
    unfinished: t.field({
      type: [Unfinished],
      description: 'Jobs that did not finish, by reason.',
      resolve: (of) => [...of.unfinished],
    }),
    passes: t.exposeInt('passes', { description: 'Number of scheduling passes.' }),
  }),
});

const Comparison = builder.objectRef<PolicyComparison>('PolicyComparison').implement({
  description: 'Difference between a policy and the first one.',
  fields: (t) => ({
    policy: t.exposeString('policy', { description: 'Name of the policy.' }),
    baseline: t.exposeString('baseline', { description: 'Name of the first policy.' }),
    meanWaitSeconds: t.exposeFloat('meanWaitSeconds', {
      description: 'Difference of the mean waiting times.',
    }),
    p95WaitSeconds: t.exposeFloat('p95WaitSeconds', {
      description: 'Difference of the 95th percentiles of the waiting times.',
    }),
    meanBoundedSlowdown: t.exposeFloat('meanBoundedSlowdown', {
      description: 'Difference of the mean bounded slowdowns.',
    }),
    allocated: t.exposeFloat('allocated', { description: 'Difference of the allocated fractions.' }),
    fairnessOfSlowdown: t.exposeFloat('fairnessOfSlowdown', { description: "Difference of Jain's indexes." }),
    preemptions: t.exposeInt('preemptions', { description: 'Difference of the numbers of preemptions.' }),
    makespanHours: t.exposeFloat('makespanHours', { description: 'Difference of the makespans.' }),
  }),
});

export const Simulation = builder.objectRef<SimulationView>('Simulation').implement({
  description: 'Result of a simulation.',
  fields: (t) => ({
    jobs: t.exposeInt('jobs', { description: 'Number of jobs of the workload.' }),
    hosts: t.exposeInt('hosts', { description: 'Size of the cluster.' }),
    gpus: t.exposeInt('gpus', { description: 'Size of the cluster.' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When the workload begins.' }),
    offeredLoad: t.exposeFloat('offeredLoad', {
      description:
        'Requested GPU-time as a fraction of the GPU-time available from the first to the last submission.',
    }),
    notes: t.exposeStringList('notes', {
      description: 'Notes about omitted or adjusted parts of the workload.',
    }),
    reports: t.field({
      type: [Report],
      description: 'One for each policy.',
      resolve: (of) => [...of.reports],
    }),
    comparisons: t.field({
      type: [Comparison],
      description: 'Each policy compared with the first.',
      resolve: (of) => [...of.comparisons],
    }),
    passes: t.exposeInt('passes', { description: 'Number of scheduling passes in total.' }),
    wallMs: t.exposeInt('wallMs', { description: 'Real time of the simulation in milliseconds.' }),
  }),
});
