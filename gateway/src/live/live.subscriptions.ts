import { addMs } from '@berth/kernel/clock';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { PoolCalendar } from '../reservations/calendar.type.js';
import { JobEvent } from './job-event.type.js';
import { visibleJobEvents } from './visible-job-events.js';
import type { LiveJobEvent } from './live-items.js';
import { LogBatch, LogLevelEnum, LogStreamEnum, MetricBatch } from './job-output.type.js';
import { HostSample } from './sample.type.js';
import { viewerOf } from './viewer-of.js';

const WEEK_MS = 7 * 86_400_000;
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
    subscribe: (_root, { project, job, after }, context) =>
      visibleJobEvents(context, {
        ...(project == null ? {} : { projectId: toPlainId(project) }),
        ...(job == null ? {} : { jobId: toPlainId(job) }),
        ...(after == null ? {} : { after }),
      }),
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
    subscribe: (_root, { job, run, stream, level, after }, context) => {
      const input = {
        jobId: toPlainId(job),
        ...(run == null ? {} : { run }),
        ...(stream == null ? {} : { stream }),
        ...(level == null ? {} : { level }),
        ...(after == null ? {} : { after }),
      };
      return context.live.output.logs(viewerOf(context), input);
    },
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
    subscribe: (_root, { job, run, after }, context) => {
      const input = {
        jobId: toPlainId(job),
        ...(run == null ? {} : { run }),
        ...(after == null ? {} : { after }),
      };
      return context.live.output.metrics(viewerOf(context), input);
    },
    resolve: (batch) => batch,
  }),
  calendarChanged: t.field({
    type: PoolCalendar,
    description:
      'The calendar of a pool now, and again whenever what the caller may see of it has changed. A slow reader gets the latest.',
    args: {
      pool: t.arg.string({ required: true, description: 'Id or name.' }),
      from: t.arg({ type: 'DateTime', description: 'Where the range begins; now where left out.' }),
      until: t.arg({ type: 'DateTime', description: 'Where it ends; a week later where left out.' }),
    },
    subscribe: (_root, { pool, from, until }, context) => {
      const start = from ?? new Date().toISOString();
      const range = { pool: toPlainId(pool), from: start, until: until ?? addMs(start, WEEK_MS) };
      return context.live.calendars.follow(viewerOf(context), range);
    },
    resolve: (calendar) => calendar,
  }),
  deviceSamples: t.field({
    type: HostSample,
    description:
      'What a host and those of its devices that the caller may see are doing, as its agent measures it. A slow reader gets the latest.',
    args: { host: t.arg.id({ required: true, description: 'Which host.' }) },
    subscribe: (_root, { host }, context) => context.live.samples.follow(viewerOf(context), toPlainId(host)),
    resolve: (sample) => sample,
  }),
}));
