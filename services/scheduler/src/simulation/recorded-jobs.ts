import type { Collection, ReadModels } from '@berth/read-models';
import { jobsView, type JobDocument } from '../views/job.view.js';
import { MOST_JOBS } from './workload/lines.js';
import { recordedWorkload } from './workload/recorded.js';
import type { Workload } from './workload/workload.js';

const PAGE = 1000;

/** Reads from the view what was submitted to a pool. */
export class RecordedJobs {
  private readonly jobs: Collection<JobDocument>;

  constructor(readModels: ReadModels) {
    this.jobs = readModels.collection<JobDocument>(jobsView.collection);
  }

  /**
   * Also jobs that their owners have hidden since.
   * @throws RejectedError where there are none, or too many
   */
  async submitted(
    poolId: string,
    { from, until }: { readonly from: string; readonly until: string },
  ): Promise<Workload> {
    const found: JobDocument[] = [];
    for (const deleted of [false, true]) {
      for (let cursor: string | undefined; ;) {
        const page = await this.jobs.query({
          where: { deleted: { eq: deleted }, createdAt: { gte: from, lt: until } },
          sort: [{ field: 'createdAt', direction: 'asc' }],
          limit: PAGE,
          ...(cursor === undefined ? {} : { cursor }),
        });
        found.push(...page.items.flatMap(({ document }) => (document.poolId === poolId ? document : [])));
        cursor = page.items.at(-1)?.cursor;
        if (!page.hasMore || found.length > MOST_JOBS) break;
      }
    }
    return recordedWorkload(found, from, 'workload.recorded');
  }
}
