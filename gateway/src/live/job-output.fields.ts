import { logsQuery, metricsQuery } from '@berth/contracts/telemetry/operations';
import { defined } from '@berth/kernel/defined';
import { builder } from '../graphql/builder.js';
import { Job } from '../jobs/job.type.js';
import { LogBatch, LogLevelEnum, LogStreamEnum, MetricBatch } from './job-output.type.js';

const after = 'Cursor after which to continue.';

builder.objectFields(Job, (t) => ({
  logs: t.field({
    type: LogBatch,
    description: 'Output so far, from the first line or the cursor. Use `jobLogs` to follow it.',
    args: {
      run: t.arg.int({ description: 'Of this run only.' }),
      stream: t.arg({ type: LogStreamEnum, description: 'Filters by stream.' }),
      level: t.arg({ type: LogLevelEnum, description: 'Lines of this level only.' }),
      after: t.arg.string({ description: after }),
      first: t.arg.int({ description: 'Maximum number of lines, 1 to 2000; default: 500.' }),
    },
    resolve: async ({ id }, { run, stream, level, after: cursor, first }, { calls }) => {
      const page = await calls.query(logsQuery, {
        jobId: id,
        ...defined({
          run: run ?? undefined,
          stream: stream ?? undefined,
          level: level ?? undefined,
          after: cursor ?? undefined,
          limit: first ?? undefined,
        }),
      });
      return { items: page.lines, cursor: page.cursor, end: page.end };
    },
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
