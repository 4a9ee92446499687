import { logsQuery, metricsQuery } from '@berth/contracts/telemetry/operations';
import { builder } from '../graphql/builder.js';
import { Job } from '../jobs/job.type.js';
import { LogBatch, LogLevelEnum, LogStreamEnum, MetricBatch } from './job-output.type.js';

const after = 'A cursor, to go on after it.';

builder.objectFields(Job, (t) => ({
  logs: t.field({
    type: LogBatch,
    description: 'What it has printed so far, from the first line or the cursor; `jobLogs` follows it.',
    args: {
      run: t.arg.int({ description: 'Of this attempt only.' }),
      stream: t.arg({ type: LogStreamEnum, description: 'Of this stream only.' }),
      level: t.arg({ type: LogLevelEnum, description: 'Lines of exactly this level.' }),
      after: t.arg.string({ description: after }),
      first: t.arg.int({ description: 'Most lines, 1 to 2000; 500 where left out.' }),
    },
    resolve: async ({ id }, { run, stream, level, after: cursor, first }, { calls }) => {
      const page = await calls.query(logsQuery, {
        jobId: id,
        ...(run == null ? {} : { run }),
        ...(stream == null ? {} : { stream }),
        ...(level == null ? {} : { level }),
        ...(cursor == null ? {} : { after: cursor }),
        ...(first == null ? {} : { limit: first }),
      });
      return { items: page.lines, cursor: page.cursor, end: page.end };
    },
  }),
  metrics: t.field({
    type: MetricBatch,
    description: 'Numbers it has printed so far, from the first or the cursor; `jobMetrics` follows them.',
    args: {
      run: t.arg.int({ description: 'Of this attempt only.' }),
      after: t.arg.string({ description: after }),
      first: t.arg.int({ description: 'Most points, 1 to 2000; 500 where left out.' }),
    },
    resolve: async ({ id }, { run, after: cursor, first }, { calls }) => {
      const page = await calls.query(metricsQuery, {
        jobId: id,
        ...(run == null ? {} : { run }),
        ...(cursor == null ? {} : { after: cursor }),
        ...(first == null ? {} : { limit: first }),
      });
      return { items: page.points, cursor: page.cursor, end: page.end };
    },
  }),
}));
