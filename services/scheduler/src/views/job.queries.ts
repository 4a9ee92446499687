import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { jobQuery, jobsQuery } from '@berth/contracts/scheduler/operations';
import type { JobView } from '@berth/contracts/scheduler/views';
import type { Position } from '@berth/event-store';
import { idFromName } from '@berth/kernel/ids';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Collection, Condition, ReadModels } from '@berth/read-models';
import { queryPage } from '@berth/service-host/paging';
import type { Identity } from '@berth/service-host/operation';
import { seesEverything } from '../facts/entitlement.js';
import type { Facts } from '../facts/facts.js';
import { jobsView, toJobView, type JobDocument } from './job.view.js';

/** Reads jobs. A job is for the members of its project, and for admins, operators and auditors; others find nothing. */
export class JobQueries {
  private readonly jobs: Collection<JobDocument>;

  constructor(
    readModels: ReadModels,
    private readonly facts: Facts,
    private readonly waitForViews: (position: Position, timeoutMs: number) => Promise<boolean>,
  ) {
    this.jobs = readModels.collection<JobDocument>(jobsView.collection);
  }

  maySee(identity: Identity, job: { readonly projectId: string }): boolean {
    return (
      seesEverything(identity) || identity.userId in (this.facts.projects.get(job.projectId)?.members ?? {})
    );
  }

  async one(
    identity: Identity,
    { jobId, ownId, project }: InputOf<typeof jobQuery>,
  ): Promise<JobView | null> {
    const id = jobId ?? this.idOfOwn(ownId, project);
    const stored = await this.jobs.get(id);
    return stored && this.maySee(identity, stored.document) ? toJobView(stored.document) : null;
  }

  async byIds(identity: Identity, ids: readonly string[]): Promise<readonly JobView[]> {
    const stored = await this.jobs.getMany(ids);
    return stored
      .filter(({ document }) => this.maySee(identity, document))
      .map(({ document }) => toJobView(document));
  }

  async document(jobId: string): Promise<JobDocument | undefined> {
    return (await this.jobs.get(jobId))?.document;
  }

  /** Newest first; deleted ones are left out. */
  async page(identity: Identity, input: InputOf<typeof jobsQuery>): Promise<PageOf<JobView>> {
    const { projectId, userId, poolId, states, search } = input;
    const where: { [field: string]: Condition } = { deleted: { eq: false } };
    if (!seesEverything(identity)) {
      const mine = [...this.facts.projects.values()].filter((project) => identity.userId in project.members);
      const visible = mine
        .map((project) => project.projectId)
        .filter((id) => projectId === undefined || id === projectId);
      if (visible.length === 0) return { items: [], hasNextPage: false, hasPreviousPage: false };
      where['projectId'] = { in: visible };
    } else if (projectId !== undefined) where['projectId'] = { eq: projectId };
    if (userId !== undefined) where['userId'] = { eq: userId };
    if (poolId !== undefined) where['poolId'] = { eq: poolId };
    if (states !== undefined) where['state'] = { in: states };
    if (search !== undefined && search !== '')
      where['nameLower'] = { gte: search.toLowerCase(), lt: `${search.toLowerCase()}\uffff` };
    const sort = [{ field: 'createdAt', direction: 'desc' }] as const;
    return queryPage(this.jobs, { where, sort }, input, ({ document }) => toJobView(document));
  }

  /** A job as it is once the view has seen a change of it. */
  async afterChange(jobId: string, position: Position | undefined): Promise<JobView> {
    if (position !== undefined && !(await this.waitForViews(position, 2000))) {
      throw new RejectedError(
        reject('VIEW_BEHIND', 'it is done and recorded, but not in the view yet; ask for the job shortly'),
      );
    }
    const stored = await this.jobs.get(jobId);
    if (!stored) throw new Error(`job ${jobId} is not in the view`);
    return toJobView(stored.document);
  }

  private idOfOwn(ownId: string | undefined, project: string | undefined): string {
    if (ownId === undefined || project === undefined) {
      throw new RejectedError(
        reject('VALIDATION_FAILED', 'jobId: give jobId, or ownId with project', 'jobId'),
      );
    }
    const known =
      this.facts.projects.get(project) ??
      [...this.facts.projects.values()].find((each) => each.name === project);
    return idFromName('job', known?.projectId ?? project, ownId);
  }
}
