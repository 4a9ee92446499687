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
  description: 'How figures are spread. Percentiles by nearest rank.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many figures.' }),
    mean: t.exposeFloat('mean', { description: 'Their mean.' }),
    p50: t.exposeFloat('p50', { description: 'Half of them are at most that.' }),
    p95: t.exposeFloat('p95', { description: '95 % of them are at most that.' }),
    p99: t.exposeFloat('p99', { description: '99 % of them are at most that.' }),
    max: t.exposeFloat('max', { description: 'The largest.' }),
  }),
});

const Group = builder.objectRef<SimulatedGroup>('SimulatedGroup').implement({
  description: 'Jobs that have something in common.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'A class, a project or a user.' }),
    waits: t.expose('waits', { type: DistributionType, description: 'Seconds until the first start.' }),
    boundedSlowdown: t.expose('boundedSlowdown', {
      type: DistributionType,
      description: 'Time in the system by time of running.',
    }),
    gpuHours: t.exposeFloat('gpuHours', { description: 'That they held.' }),
  }),
});

const UtilisationType = builder.objectRef<Utilisation>('SimulatedUtilisation').implement({
  description: 'What was made of the GPUs.',
  fields: (t) => ({
    spanHours: t.exposeFloat('spanHours', { description: 'From the first submission to the last end.' }),
    gpuHoursAvailable: t.exposeFloat('gpuHoursAvailable', { description: 'All GPUs over all of that.' }),
    gpuHoursAllocated: t.exposeFloat('gpuHoursAllocated', { description: 'Held by jobs.' }),
    gpuHoursUsed: t.exposeFloat('gpuHoursUsed', { description: 'Allocated, less what preemption lost.' }),
    allocated: t.exposeFloat('allocated', { description: 'As a part of what was available.' }),
    used: t.exposeFloat('used', { description: 'As a part of what was available.' }),
    allocatedWhileSubmitting: t.exposeFloat('allocatedWhileSubmitting', {
      description: 'Until the last submission: without the end, when the queue runs dry.',
    }),
  }),
});

const Fairness = builder.objectRef<PolicyReport['fairness']>('SimulatedFairness').implement({
  description: "Jain's index over users: 1 is alike for all, 1/n is all for one of n.",
  fields: (t) => ({
    ofSlowdown: t.exposeFloat('ofSlowdown', { description: 'Of their mean bounded slowdowns.' }),
    ofService: t.exposeFloat('ofService', {
      description: 'Of their GPU-time, each as a part of what they had without ever waiting.',
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
    reason: t.expose('reason', { type: UnfinishedReason, description: 'For programs.' }),
    message: t.exposeString('message', { description: 'For people.' }),
    count: t.exposeInt('count', { description: 'How many.' }),
    examples: t.exposeStringList('examples', { description: 'The first of them.' }),
  }),
});

const Report = builder.objectRef<PolicyReport>('PolicyReport').implement({
  description: 'What a policy made of the workload.',
  fields: (t) => ({
    policy: t.exposeString('policy', { description: 'Its name.' }),
    jobs: t.exposeInt('jobs', { description: 'That were submitted.' }),
    finished: t.exposeInt('finished', { description: 'That ran to their end.' }),
    timedOut: t.exposeInt('timedOut', { description: 'Of those: ended by their time limit.' }),
    waits: t.expose('waits', {
      type: DistributionType,
      description: 'Seconds from submission to the first start, of all that started.',
    }),
    boundedSlowdown: t.expose('boundedSlowdown', {
      type: DistributionType,
      description: 'Time in the system by time of running, 10 s at least, of all that finished.',
    }),
    byClass: t.field({ type: [Group], description: 'By class of grant.', resolve: (of) => [...of.byClass] }),
    byProject: t.field({
      type: [Group],
      description: 'Those with the most GPU-time, 50 at most.',
      resolve: (of) => [...of.byProject],
    }),
    byUser: t.field({
      type: [Group],
      description: 'Those with the most GPU-time, 50 at most.',
      resolve: (of) => [...of.byUser],
    }),
    utilisation: t.expose('utilisation', { type: UtilisationType, description: 'Of the GPUs.' }),
    fairness: t.expose('fairness', { type: Fairness, description: 'Between users.' }),
    preemptions: t.exposeInt('preemptions', { description: 'Runs that were ended for others.' }),
    preemptedJobs: t.exposeInt('preemptedJobs', { description: 'Jobs that this happened to.' }),
    lostGpuHours: t.exposeFloat('lostGpuHours', { description: 'What those runs had done.' }),
    backfilled: t.exposeInt('backfilled', { description: 'Jobs that started before others ahead of them.' }),
    makespanHours: t.exposeFloat('makespanHours', {
      description: 'From the first submission to the last end.',
    }),
    jobsPerHour: t.exposeFloat('jobsPerHour', { description: 'Finished, over the makespan.' }),
    longestQueue: t.exposeInt('longestQueue', { description: 'Most jobs that waited at once.' }),
    unfinished: t.field({
      type: [Unfinished],
      description: 'Jobs that did not finish, by reason.',
      resolve: (of) => [...of.unfinished],
    }),
    passes: t.exposeInt('passes', { description: 'Of the scheduler.' }),
  }),
});

const Comparison = builder.objectRef<PolicyComparison>('PolicyComparison').implement({
  description: "A policy beside the first: its figure less the first one's.",
  fields: (t) => ({
    policy: t.exposeString('policy', { description: 'Which.' }),
    against: t.exposeString('against', { description: 'The first.' }),
    meanWaitSeconds: t.exposeFloat('meanWaitSeconds', { description: 'Of the mean waits.' }),
    p95WaitSeconds: t.exposeFloat('p95WaitSeconds', { description: 'Of the waits at 95 %.' }),
    meanBoundedSlowdown: t.exposeFloat('meanBoundedSlowdown', { description: 'Of the mean slowdowns.' }),
    allocated: t.exposeFloat('allocated', { description: 'Of the part of GPU-time that was allocated.' }),
    fairnessOfSlowdown: t.exposeFloat('fairnessOfSlowdown', { description: "Of Jain's indexes." }),
    preemptions: t.exposeInt('preemptions', { description: 'Of the preemptions.' }),
    makespanHours: t.exposeFloat('makespanHours', { description: 'Of the makespans.' }),
  }),
});

export const Simulation = builder.objectRef<SimulationView>('Simulation').implement({
  description: 'What policies made of a workload, in virtual time.',
  fields: (t) => ({
    jobs: t.exposeInt('jobs', { description: 'Of the workload.' }),
    hosts: t.exposeInt('hosts', { description: 'Of the cluster.' }),
    gpus: t.exposeInt('gpus', { description: 'Of the cluster.' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When the workload begins.' }),
    offeredLoad: t.exposeFloat('offeredLoad', {
      description: 'GPU-time asked for, as a part of what there is from the first to the last submission.',
    }),
    notes: t.exposeStringList('notes', {
      description: 'What was left out, or read otherwise than it stands there.',
    }),
    reports: t.field({
      type: [Report],
      description: 'One for each policy.',
      resolve: (of) => [...of.reports],
    }),
    comparisons: t.field({
      type: [Comparison],
      description: 'Each policy beside the first.',
      resolve: (of) => [...of.comparisons],
    }),
    passes: t.exposeInt('passes', { description: 'Of the scheduler, in all.' }),
    wallMs: t.exposeInt('wallMs', { description: 'How long it took, in real time.' }),
  }),
});
