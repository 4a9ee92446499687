import type { Projection } from '../projection.js';

export type JobRow = {
  readonly jobId: string;
  readonly status: string;
  readonly changes: number;
};

/** A projection as services write them: one document a job, gone when the job is deleted. */
export const jobList = (version = 1): Projection<JobRow> => ({
  name: 'jobList',
  version,
  collection: { name: 'job_list', indexes: [{ fields: ['status'] }] },
  keys: (event) => (event.type.startsWith('job.') ? [String(event.data['jobId'])] : []),
  evolve(row, event, jobId) {
    switch (event.type) {
      case 'job.submitted':
        return { jobId, status: 'queued', changes: version };
      case 'job.moved':
        if (!row) throw new Error(`job ${jobId} was never submitted`);
        return { ...row, status: String(event.data['to']), changes: row.changes + 1 };
      case 'job.deleted':
        return undefined;
      case 'job.noted':
        return row;
      default:
        throw new Error(`unknown event ${event.type}`);
    }
  },
});

export type StatusCount = { readonly status: string; readonly jobs: number };

/** Documents built from several entities, by two keys an event; the last one is deleted. */
export const statusCounts: Projection<StatusCount> = {
  name: 'statusCounts',
  version: 1,
  collection: { name: 'status_counts', indexes: [] },
  keys({ type, data }) {
    if (type === 'job.submitted') return ['queued'];
    if (type === 'job.moved') return [String(data['from']), String(data['to'])];
    return type === 'job.deleted' ? [String(data['from'])] : [];
  },
  evolve(count, { type, data }, status) {
    const arrives = type === 'job.submitted' || data['to'] === status;
    const jobs = (count?.jobs ?? 0) + (arrives ? 1 : -1);
    return jobs === 0 ? undefined : { status, jobs };
  },
};

export const submitted = (jobId: string) => ({ type: 'job.submitted', data: { jobId } });
export const moved = (jobId: string, from: string, to: string) => ({
  type: 'job.moved',
  data: { jobId, from, to },
});
export const deleted = (jobId: string, from: string) => ({ type: 'job.deleted', data: { jobId, from } });
export const noted = (jobId: string) => ({ type: 'job.noted', data: { jobId } });
