import type { InputOf, ResultOf } from '@berth/contracts/define';
import type {
  JobProgress,
  logsQuery,
  LogPage,
  metricsQuery,
  progressQuery,
} from '@berth/contracts/telemetry/operations';
import type { Identity } from '@berth/service-host/operation';
import type { LogArchive } from '../archive/log-archive.js';
import type { LogReader } from '../archive/log-reader.js';
import type { MetricReader } from '../archive/metric-reader.js';
import type { JobAccess } from '../jobs/job-access.js';
import { isOutputComplete } from '../jobs/output-end.js';
import { parseLevel } from './level.js';
import { pageRequestOf } from './log-page.request.js';

/** Output of jobs for those who may read it. */
export class LogQueries {
  constructor(
    private readonly access: JobAccess,
    private readonly archive: LogArchive,
    private readonly reader: LogReader,
    private readonly metricReader: MetricReader,
    private readonly nowMs: () => number = Date.now,
  ) {}

  async logs(identity: Identity, input: InputOf<typeof logsQuery>): Promise<LogPage> {
    const { jobId, run, stream } = input;
    const level = parseLevel(input.level);
    const request = pageRequestOf(input);
    const job = await this.access.visibleJob(identity, jobId);
    const complete = isOutputComplete(job, run, this.archive.tails(jobId), this.nowMs());
    const { exhausted, ...page } = this.reader.page(jobId, { run, stream, level }, request);
    return { ...page, end: complete && exhausted };
  }

  async metrics(
    identity: Identity,
    { jobId, run, after, limit }: InputOf<typeof metricsQuery>,
  ): Promise<ResultOf<typeof metricsQuery>> {
    const job = await this.access.visibleJob(identity, jobId);
    const complete = isOutputComplete(job, run, this.archive.tails(jobId), this.nowMs());
    const { exhausted, ...page } = this.metricReader.metrics(jobId, run, { after, limit });
    return { ...page, end: complete && exhausted };
  }

  /** Of those jobs among them that the caller may see and that have output. */
  async progress(
    identity: Identity,
    { ids }: InputOf<typeof progressQuery>,
  ): Promise<readonly JobProgress[]> {
    const jobs = await this.access.visibleJobs(identity, ids);
    return jobs.flatMap(({ jobId }) => {
      const said = this.archive.progress(jobId);
      if (!said) return [];
      const { run: _, ...progress } = said;
      return [{ jobId, ...progress }];
    });
  }
}
