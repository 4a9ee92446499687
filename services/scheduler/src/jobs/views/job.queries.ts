import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { jobQuery, jobsQuery } from '@berth/contracts/scheduler/operations';
import type { JobView } from '@berth/contracts/scheduler/views';
import { may } from '@berth/contracts/permissions';
import type { EventStore } from '@berth/event-store';
import { idFromName } from '@berth/kernel/ids';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Collection, Condition, ReadModels } from '@berth/read-models';
import { queryPage } from '@berth/service-host/paging';
import type { Identity } from '@berth/service-host/operation';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import { findProjects } from '../../facts/project-and-pool.js';
import { jobStream } from '../../streams.js';
import { inOrder, listConditions } from './list-conditions.js';
import { jobsView, toJobView, type JobDocument } from './job.view.js';

const NOTHING = { items: [], hasNextPage: false, hasPreviousPage: false, totalCount: 0 };

/** The part of a job that a viewer sees: devices that they have no grant for are left out of others' jobs. */
export function shownJob(visibility: Visibility, identity: Identity, document: JobDocument): JobView {
  const sees = visibility.seesDevice(identity, document);
  const view = toJobView(document);
  return {
    ...view,
    runs: view.runs.map((run) => ({ ...run, devices: run.devices.filter(({ uuid }) => sees(uuid)) })),
  };
}

/** Reads jobs. A job is for the members of its project, and for admins, operators and auditors; others find nothing. */
export class JobQueries {
  readonly #jobs: Collection<JobDocument>;

  constructor(
    readModels: ReadModels,
    private readonly store: EventStore,
    private readonly facts: Facts,
    private readonly visibility: Visibility,
  ) {
    this.#jobs = readModels.collection<JobDocument>(jobsView.collection);
  }

  async one(
    identity: Identity,
    { jobId, externalId, project }: InputOf<typeof jobQuery>,
  ): Promise<JobView | null> {
    const ids = jobId === undefined ? this.#idsOfOwn(externalId, project) : [jobId];
    const [job] = await this.byIds(identity, ids);
    return job ?? null;
  }

  async byIds(identity: Identity, ids: readonly string[]): Promise<readonly JobView[]> {
    const stored = await this.#jobs.getMany(ids);
    return stored
      .filter(({ document }) => this.visibility.ofJob(identity, document))
      .map(({ document }) => shownJob(this.visibility, identity, document));
  }

  async document(jobId: string): Promise<JobDocument | undefined> {
    return (await this.#jobs.get(jobId))?.document;
  }

  /** Deleted ones are left out. */
  async page(identity: Identity, input: InputOf<typeof jobsQuery>): Promise<PageOf<JobView>> {
    const { projectId, userId, poolId, hostId, states, sort } = input;
    const where: { [field: string]: Condition } = { deleted: { eq: false }, ...listConditions(input) };
    if (!may(identity, 'readAll')) {
      const visible = this.visibility
        .projectsOf(identity.userId)
        .filter((id) => projectId === undefined || id === projectId);
      if (visible.length === 0) return NOTHING;
      where['projectId'] = { in: visible };
    } else if (projectId !== undefined) where['projectId'] = { eq: projectId };
    if (userId !== undefined) where['userId'] = { eq: userId };
    if (poolId !== undefined) where['poolId'] = { eq: poolId };
    if (hostId !== undefined) {
      if (!this.visibility.seesHost(identity, hostId)) return NOTHING;
      where['hostId'] = { eq: hostId };
    }
    if (states !== undefined) where['state'] = { in: states };
    return queryPage(this.#jobs, { where, sort: inOrder('createdAt', sort) }, input, ({ document }) =>
      shownJob(this.visibility, identity, document),
    );
  }

  /** Reads a job from the log: a caller who has just changed it need not wait for the view. */
  async latest(identity: Identity, jobId: string): Promise<JobView> {
    const events = await this.store.read(jobStream(jobId));
    const document = events.reduce<JobDocument | undefined>(
      (folded, event) => jobsView.evolve(folded, event, jobId),
      undefined,
    );
    if (!document) throw new Error(`job ${jobId} has no events`);
    return shownJob(this.visibility, identity, document);
  }

  #idsOfOwn(externalId: string | undefined, project: string | undefined): string[] {
    if (externalId === undefined || project === undefined) {
      throw new RejectedError(
        reject('VALIDATION_FAILED', 'jobId: give jobId, or externalId together with project', 'jobId'),
      );
    }
    return findProjects(this.facts, project).map(({ projectId }) => idFromName('job', projectId, externalId));
  }
}
