import { logsQuery, metricsQuery } from '@berth/contracts/telemetry/operations';
import { defined } from '@berth/kernel/defined';
import { builder } from '../graphql/builder.js';
import { given } from '../graphql/given.js';
import { Job } from '../jobs/job.type.js';
import { LogBatch, LogLevelEnum, LogStreamEnum, MetricBatch } from './job-output.type.js';
import { logLinesOf } from './live-items.js';

const after = 'Cursor after which to continue.';

builder.objectFields(Job, (t) => ({
  logs: t.field({
    type: LogBatch,
    description:
      'Output so far: from the first line, or with `last` alone the end of it. At most one of `after`, `before`, `at` and `fromLine` says where the page is. Use `jobLogs` to follow it.',
    args: {
      run: t.arg.int({ description: 'Of this run only.' }),
      stream: t.arg({ type: LogStreamEnum, description: 'Filters by stream.' }),
      level: t.arg({ type: LogLevelEnum, description: 'Lines of this level only.' }),
      after: t.arg.string({ description: after }),
      before: t.arg.string({ description: 'Cursor before which to continue.' }),
      at: t.arg({
        type: 'DateTime',
        description: 'From the first line, in the order of arrival, of this time or later.',
      }),
      fromLine: t.arg.int({ description: 'From the line of this number on.' }),
      first: t.arg.int({ description: 'Maximum number of lines from there on, 1 to 2000; default: 500.' }),
      last: t.arg.int({
        description:
          'Maximum number of lines before it, 1 to 2000; with neither cursor, time nor line, of the end.',
      }),
    },
    resolve: async ({ id }, args, { calls }) =>
      logLinesOf(await calls.query(logsQuery, { jobId: id, ...given(args) })),
  }),
  metrics: t.field({
    type: MetricBatch,
    description: 'Metrics so far, from the first point or the cursor. Use `jobMetrics` to follow them.',
    args: {
      run: t.arg.int({ description: 'Of this run only.' }),
      after: t.arg.string({ description: after }),
      first: t.arg.int({ description: 'Maximum number of points, 1 to 2000; default: 500.' }),
    },
    resolve: async ({ id }, { run, after: cursor, first }, { calls }) => {
      const page = await calls.query(metricsQuery, {
        jobId: id,
        ...defined({ run: run ?? undefined, after: cursor ?? undefined, limit: first ?? undefined }),
      });
      return { items: page.points, cursor: page.cursor, end: page.end };
    },
  }),
}));
