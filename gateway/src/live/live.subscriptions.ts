import { jobQuery, jobsQuery } from '@berth/contracts/scheduler/operations';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { builder } from '../graphql/builder.js';
import type { Context } from '../graphql/context.js';
import { toPlainId } from '../graphql/ids.js';
import { PoolCalendar } from '../reservations/calendar.type.js';
import { JobEvent } from './job-event.type.js';
import type { JobEventFilter } from './job-events.js';
import { LogBatch, LogLevelEnum, LogStreamEnum, MetricBatch } from './job-output.type.js';
import type { LiveJobEvent } from './live-items.js';
import { HostSample, PoolSampleBatch } from './sample.type.js';
import { viewerOf } from './viewer-of.js';

/** Job events of the caller's projects, following changes of membership. */
async function* visibleJobEvents(
  { calls, caller, live, signal }: Context,
  filter: JobEventFilter,
): AsyncGenerator<LiveJobEvent, void, void> {
  const { jobId, projectId } = filter;
  // The scheduler decides whether the caller may read jobs.
  if (jobId === undefined) await calls.query(jobsQuery, { first: 1 });
  else if (!(await calls.query(jobQuery, { jobId }))) throw notFound('job');
  if (caller.kind !== 'known') return;
  const { userId, role } = caller.identity;
  const projects = await live.memberships.of(calls, userId, role);
  try {
    if (projectId !== undefined && !projects.has(projectId)) throw notFound('project');
    for await (const item of live.jobEvents.follow(filter, (id) => projects.has(id), signal)) {
      calls.saw('scheduler', item.event.position);
      yield item;
    }
  } finally {
    projects.release();
  }
}

const notFound = (thing: string): RejectedError =>
  new RejectedError(reject('NOT_FOUND', `there is no such ${thing}, or you may not see it`, thing));

const WEEK_MS = 7 * 86_400_000;
const resume = 'Cursor after which to continue, for example after a lost connection.';

builder.subscriptionFields((t) => ({
  jobEvents: t.field({
    type: JobEvent,
    description:
      "Events of jobs of the caller's projects; of all projects for admins, operators and auditors. With `job`, from the first event on; otherwise from now on.",
    args: {
      project: t.arg.id({ description: 'Filters by project.' }),
      job: t.arg.id({ description: 'Filters by job.' }),
      after: t.arg.string({ description: resume }),
    },
    subscribe: (_root, { project, job, after }, context) =>
      visibleJobEvents(context, {
        ...(project == null ? {} : { projectId: toPlainId(project) }),
        ...(job == null ? {} : { jobId: toPlainId(job) }),
        ...defined({ after: after ?? undefined }),
      }),
    resolve: (event: LiveJobEvent) => event,
  }),
  jobLogs: t.field({
    type: LogBatch,
    description:
      'Output of a job, from the first line on; with `after`, `at`, `fromLine` or `last`, of which at most one is given, from there on. Completes when the job has ended.',
    args: {
      job: t.arg.id({ required: true, description: 'Which job.' }),
      run: t.arg.int({ description: 'Of this run only.' }),
      stream: t.arg({ type: LogStreamEnum, description: 'Filters by stream.' }),
      level: t.arg({ type: LogLevelEnum, description: 'Lines of this level only.' }),
      after: t.arg.string({ description: resume }),
      at: t.arg({ type: 'DateTime', description: 'From the first line of this time or later.' }),
      fromLine: t.arg.int({ description: 'From the line of this number on.' }),
      last: t.arg.int({ description: 'From so many lines before the end of what there is, 1 to 2000.' }),
    },
    subscribe: (_root, { job, run, stream, level, after, at, fromLine, last }, context) => {
      const input = {
        jobId: toPlainId(job),
        ...defined({
          run: run ?? undefined,
          stream: stream ?? undefined,
          level: level ?? undefined,
          after: after ?? undefined,
          at: at ?? undefined,
          fromLine: fromLine ?? undefined,
          last: last ?? undefined,
        }),
      };
      return context.live.output.logs(viewerOf(context), input);
    },
    resolve: (batch) => batch,
  }),
  jobMetrics: t.field({
    type: MetricBatch,
    description: 'Metrics of a job, from the first point or the cursor. Completes when the job has ended.',
    args: {
      job: t.arg.id({ required: true, description: 'Which job.' }),
      run: t.arg.int({ description: 'Of this run only.' }),
      after: t.arg.string({ description: resume }),
    },
    subscribe: (_root, { job, run, after }, context) => {
      const input = {
        jobId: toPlainId(job),
        ...defined({ run: run ?? undefined, after: after ?? undefined }),
      };
      return context.live.output.metrics(viewerOf(context), input);
    },
    resolve: (batch) => batch,
  }),
  calendarChanged: t.field({
    type: PoolCalendar,
    description:
      'The calendar of a pool, at once and after each change that the caller may see. A slow reader gets the latest state only.',
    args: {
      pool: t.arg.string({ required: true, description: 'Id or name.' }),
      from: t.arg({ type: 'DateTime', description: 'Where the range begins; default: now.' }),
      until: t.arg({ type: 'DateTime', description: 'Where it ends; default: a week later.' }),
    },
    subscribe: (_root, { pool, from, until }, context) => {
      const start = from ?? new Date().toISOString();
      const range = { pool: toPlainId(pool), from: start, until: until ?? addMs(start, WEEK_MS) };
      return context.live.calendars.follow(viewerOf(context), range);
    },
    resolve: (calendar) => calendar,
  }),
  poolSamples: t.field({
    type: PoolSampleBatch,
    description:
      'Samples of all hosts of a pool and of their devices that the caller may see, at most once a second: of each host the latest, where there is a new one.',
    args: { pool: t.arg.id({ required: true, description: 'Which pool.' }) },
    subscribe: (_root, { pool }, context) =>
      context.live.poolSamples.follow(viewerOf(context), toPlainId(String(pool))),
    resolve: (samples) => samples,
  }),
  deviceSamples: t.field({
    type: HostSample,
    description:
      'Samples of a host and of its devices that the caller may see. A slow reader gets the latest sample only.',
    args: { host: t.arg.id({ required: true, description: 'Which host.' }) },
    subscribe: (_root, { host }, context) => context.live.samples.follow(viewerOf(context), toPlainId(host)),
    resolve: (sample) => sample,
  }),
}));
