import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { workflowsQuery, WorkflowView } from '@berth/contracts/scheduler/workflow';
import { may } from '@berth/contracts/permissions';
import type { Collection, Condition, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { Identity } from '@berth/service-host/operation';
import { queryPage } from '@berth/service-host/paging';
import type { Visibility } from '../../facts/visibility.js';
import { jobsView } from '../views/job.view.js';
import { inOrder, listConditions } from '../views/list-conditions.js';
import { toDocument, toWorkflowView, workflowsView, type WorkflowDocument } from './workflow.view.js';
import type { ExistingWorkflow } from './workflow.js';

/** Reads workflows, with what the view of jobs says of their jobs. Who may see a project's jobs may see its workflows. */
export class WorkflowQueries {
  readonly #workflows: Collection<WorkflowDocument>;
  readonly #jobs: Collection<never>;

  constructor(
    readModels: ReadModels,
    private readonly visibility: Visibility,
  ) {
    this.#workflows = readModels.collection(workflowsView.collection);
    this.#jobs = readModels.collection(jobsView.collection);
  }

  async byIds(identity: Identity, ids: readonly string[]): Promise<readonly WorkflowView[]> {
    const stored = await this.#workflows.getMany(ids);
    return this.#withJobs(
      stored.map(({ document }) => document).filter((document) => this.visibility.ofJob(identity, document)),
    );
  }

  async projectOf(workflowId: string): Promise<string | undefined> {
    return (await this.#workflows.get(workflowId))?.document.projectId;
  }

  /** Those that have not ended. */
  async *unfinished(): AsyncGenerator<string> {
    const where = { state: { eq: 'running' } };
    for await (const { id } of everyDocument(this.#workflows, { where })) yield id;
  }

  async page(identity: Identity, input: InputOf<typeof workflowsQuery>): Promise<PageOf<WorkflowView>> {
    const { projectId, userId, states } = input;
    const where: { [field: string]: Condition } = { ...listConditions(input) };
    if (!may(identity, 'readAll')) {
      const visible = this.visibility
        .projectsOf(identity.userId)
        .filter((id) => projectId === undefined || id === projectId);
      if (visible.length === 0)
        return { items: [], hasNextPage: false, hasPreviousPage: false, totalCount: 0 };
      where['projectId'] = { in: visible };
    } else if (projectId !== undefined) where['projectId'] = { eq: projectId };
    if (userId !== undefined) where['userId'] = { eq: userId };
    if (states !== undefined) where['state'] = { in: states };
    const sort = inOrder('createdAt', input.sort);
    const page = await queryPage(this.#workflows, { where, sort }, input, ({ document }) => document);
    const views = await this.#withJobs(page.items.map(({ node }) => node));
    return {
      ...page,
      items: page.items.map(({ cursor }, index) => ({ cursor, node: views[index] as WorkflowView })),
    };
  }

  /** Reads from the log: a caller who has just changed it need not wait for the view. */
  async latest(workflow: ExistingWorkflow): Promise<WorkflowView> {
    const [view] = await this.#withJobs([toDocument(workflow)]);
    return view as WorkflowView;
  }

  async #withJobs(documents: readonly WorkflowDocument[]): Promise<readonly WorkflowView[]> {
    const ids = documents.flatMap(({ workflow }) =>
      Object.values(workflow.progress).flatMap(({ jobId }) => (jobId === undefined ? [] : [jobId])),
    );
    const there = new Set((await this.#jobs.getMany(ids)).map(({ id }) => id));
    return documents.map((document) => toWorkflowView(document, (jobId) => there.has(jobId)));
  }
}
