import type { ArrayView } from '@berth/contracts/scheduler/array';
import type { PageOf } from '@berth/contracts/fields';
import type { JobView } from '@berth/contracts/scheduler/views';
import type { Collection, ReadModels } from '@berth/read-models';
import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import { orReject, type Identity } from '@berth/service-host/operation';
import { queryPage, type PageRequest } from '@berth/service-host/paging';
import type { Visibility } from '../../facts/visibility.js';
import { shownJob } from '../views/job.queries.js';
import { jobsView, type JobDocument } from '../views/job.view.js';
import { arraysView, toArrayView, type ArrayDocument } from './array.view.js';

/** Reads arrays. Who may see a project's jobs may see its arrays. */
export class ArrayQueries {
  readonly #arrays: Collection<ArrayDocument>;
  readonly #jobs: Collection<JobDocument>;

  constructor(
    readModels: ReadModels,
    private readonly visibility: Visibility,
  ) {
    this.#arrays = readModels.collection<ArrayDocument>(arraysView.collection);
    this.#jobs = readModels.collection<JobDocument>(jobsView.collection);
  }

  async byIds(identity: Identity, ids: readonly string[]): Promise<readonly ArrayView[]> {
    const stored = await this.#arrays.getMany(ids);
    const visible = stored.filter(({ document }) => this.visibility.ofJob(identity, document));
    return Promise.all(visible.map(({ document }) => this.view(document)));
  }

  async projectOf(arrayId: string): Promise<string | undefined> {
    return (await this.#arrays.get(arrayId))?.document.projectId;
  }

  async members(identity: Identity, arrayId: string, page: PageRequest): Promise<PageOf<JobView>> {
    const projectId = await this.projectOf(arrayId);
    if (projectId === undefined || !this.visibility.ofJob(identity, { projectId }))
      return orReject(err(reject('NOT_FOUND', 'there is no such array', 'arrayId')));
    const where = { originId: { eq: arrayId } };
    const sort = [{ field: 'originIndex', direction: 'asc' }] as const;
    return queryPage(this.#jobs, { where, sort }, page, ({ document }) =>
      shownJob(this.visibility, identity, document),
    );
  }

  async view(document: ArrayDocument): Promise<ArrayView> {
    const where = { originId: { eq: document.id }, state: { in: ['placed', 'running'] } };
    const running = document.state === 'running' ? await this.#jobs.count(where) : 0;
    return toArrayView(document, running);
  }
}
