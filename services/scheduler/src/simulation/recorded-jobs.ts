import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import { jobsView, type JobDocument } from '../jobs/views/job.view.js';
import { MAX_JOBS } from './workload/lines.js';
import { recordedWorkload } from './workload/recorded.js';
import type { Workload } from './workload/workload.js';

const BY_SUBMISSION = [{ field: 'createdAt', direction: 'asc' }] as const;

/** Reads from the view what was submitted to a pool. */
export class RecordedJobs {
  readonly #jobs: Collection<JobDocument>;

  constructor(readModels: ReadModels) {
    this.#jobs = readModels.collection<JobDocument>(jobsView.collection);
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
      const where = { deleted: { eq: deleted }, createdAt: { gte: from, lt: until } };
      for await (const { document } of everyDocument(this.#jobs, { where, sort: BY_SUBMISSION })) {
        if (document.poolId === poolId) found.push(document);
        if (found.length > MAX_JOBS) break;
      }
    }
    return recordedWorkload(found, from, 'workload.recorded');
  }
}
