import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@berth/bus/connection';
import { followEvents } from '@berth/bus/follow-events';
import {
  logsQuery,
  metricsQuery,
  type LogLine,
  type MetricPoint,
} from '@berth/contracts/telemetry/operations';
import type { RawInputOf } from '@berth/contracts/define';
import { jobEvents } from '@berth/contracts/scheduler/events';
import { subjects } from '@berth/contracts/subjects';
import type { Calls } from '../graphql/calls.js';
import type { Batch, LiveJobEvent } from './live-items.js';

const ofJobs = new Set<string>(Object.values(jobEvents).map(({ type }) => type));

export class Live {
  constructor(private readonly bus: Bus) {}

  async *jobEvents(filter: {
    projectId?: string;
    jobId?: string;
    after?: number;
  }): AsyncGenerator<LiveJobEvent> {
    const { projectId = '*', jobId = '*', after } = filter;
    const abort = new AbortController();
    try {
      const batches = followEvents({
        bus: this.bus,
        service: 'scheduler',
        from: after === undefined ? (filter.jobId === undefined ? 'new' : { after: 0 }) : { after },
        filterSubjects: [subjects.event('scheduler', projectId, 'job', jobId, '>')],
        signal: abort.signal,
        onError: () => undefined,
      });
      for await (const batch of batches) {
        for (const { event, sequence } of batch)
          if (ofJobs.has(event.type)) yield { cursor: String(sequence), event };
      }
    } finally {
      abort.abort();
    }
  }

  async *jobLogs(calls: Calls, input: RawInputOf<typeof logsQuery>): AsyncGenerator<Batch<LogLine>> {
    let after = input.after;
    for (;;) {
      const page = await calls.query(logsQuery, { ...input, ...(after === undefined ? {} : { after }) });
      if (page.lines.length > 0 || page.end) yield { items: page.lines, cursor: page.cursor, end: page.end };
      if (page.end) return;
      after = page.cursor;
      if (page.lines.length === 0) await sleep(300);
    }
  }

  async *jobMetrics(
    calls: Calls,
    input: RawInputOf<typeof metricsQuery>,
  ): AsyncGenerator<Batch<MetricPoint>> {
    let after = input.after;
    for (;;) {
      const page = await calls.query(metricsQuery, { ...input, ...(after === undefined ? {} : { after }) });
      if (page.points.length > 0 || page.end)
        yield { items: page.points, cursor: page.cursor, end: page.end };
      if (page.end) return;
      after = page.cursor;
      if (page.points.length === 0) await sleep(300);
    }
  }
}
