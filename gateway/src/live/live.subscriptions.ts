import { jobQuery } from '@berth/contracts/scheduler/operations';
import { reject } from '@berth/kernel/rejection';
import { builder } from '../graphql/builder.js';
import { toGraphQLError } from '../graphql/calls.js';
import { toPlainId } from '../graphql/ids.js';
import { JobEvent } from './job-event.type.js';
import type { LiveHostSample, LiveJobEvent } from './live-items.js';
import { LogBatch, LogLevelEnum, LogStreamEnum, MetricBatch } from './job-output.type.js';
import { HostSample } from './sample.type.js';

const resume = 'A cursor, to go on after what had come before a connection was lost.';

builder.subscriptionFields((t) => ({
  jobEvents: t.field({
    type: JobEvent,
    description:
      "What happens to jobs of the caller's projects (all of them for those who run the place). Of one job, its events from the first; else those from now on.",
    args: {
      project: t.arg.id({ description: 'Of this project only.' }),
      job: t.arg.id({ description: 'Of this job only.' }),
      after: t.arg.string({ description: resume }),
    },
    subscribe: async (_root, { project, job, after }, { calls, live }) => {
      if (job != null && !(await calls.query(jobQuery, { jobId: toPlainId(job) }))) {
        throw toGraphQLError(reject('NOT_FOUND', 'there is no such job, or you may not see it', 'job'));
      }
      return live.jobEvents({
        ...(project == null ? {} : { projectId: toPlainId(project) }),
        ...(job == null ? {} : { jobId: toPlainId(job) }),
        ...(after == null ? {} : { after: Number(after) }),
      });
    },
    resolve: (event: LiveJobEvent) => event,
  }),
  jobLogs: t.field({
    type: LogBatch,
    description: 'What a job prints, from its first line or the cursor; ends when the job has.',
    args: {
      job: t.arg.id({ required: true, description: 'Which job.' }),
      run: t.arg.int({ description: 'Of this attempt only.' }),
      stream: t.arg({ type: LogStreamEnum, description: 'Of this stream only.' }),
      level: t.arg({ type: LogLevelEnum, description: 'Lines of exactly this level.' }),
      after: t.arg.string({ description: resume }),
    },
    subscribe: (_root, { job, run, stream, level, after }, { calls, live }) =>
      live.jobLogs(calls, {
        jobId: toPlainId(job),
        ...(run == null ? {} : { run }),
        ...(stream == null ? {} : { stream }),
        ...(level == null ? {} : { level }),
        ...(after == null ? {} : { after }),
      }),
    resolve: (batch) => batch,
  }),
  jobMetrics: t.field({
    type: MetricBatch,
    description: 'Numbers that a job prints, from its first or the cursor; ends when the job has.',
    args: {
      job: t.arg.id({ required: true, description: 'Which job.' }),
      run: t.arg.int({ description: 'Of this attempt only.' }),
      after: t.arg.string({ description: resume }),
    },
    subscribe: (_root, { job, run, after }, { calls, live }) =>
      live.jobMetrics(calls, {
        jobId: toPlainId(job),
        ...(run == null ? {} : { run }),
        ...(after == null ? {} : { after }),
      }),
    resolve: (batch) => batch,
  }),
  deviceSamples: t.field({
    type: HostSample,
    description:
      'What a host and those of its devices that the caller may see are doing, as its agent measures it. A slow reader gets the latest.',
    args: { host: t.arg.id({ required: true, description: 'Which host.' }) },
    // eslint-disable-next-line require-yield
    subscribe: async function* (): AsyncGenerator<LiveHostSample> {
      await Promise.resolve();
    },
    resolve: (sample) => sample,
  }),
}));
