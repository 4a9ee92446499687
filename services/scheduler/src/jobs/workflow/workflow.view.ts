import type {
  WorkflowEvent,
  WorkflowNodeView,
  WorkflowState,
  WorkflowView,
} from '@berth/contracts/scheduler/workflow';
import type { Projection } from '@berth/read-models';
import { defined } from '@berth/kernel/defined';
import { evolveWorkflow, noWorkflow, type ExistingWorkflow } from './workflow.js';

/** The workflow as its own events make it, with what it is found by. */
export type WorkflowDocument = {
  readonly projectId: string;
  readonly userId: string;
  readonly nameLower: string;
  readonly state: WorkflowState;
  readonly createdAt: string;
  readonly workflow: ExistingWorkflow;
};

export const workflowsView: Projection<WorkflowDocument, WorkflowEvent> = {
  name: 'workflows',
  version: 2,
  collection: {
    name: 'workflows',
    indexes: [
      { fields: ['createdAt'] },
      { fields: ['projectId', 'createdAt'] },
      { fields: ['userId', 'createdAt'] },
      { fields: ['state'] },
      { fields: ['nameLower', 'createdAt'] },
    ],
  },
  keys: (event) => (event.type.startsWith('scheduler.workflow.') ? [String(event.data['workflowId'])] : []),
  evolve: (document, event) => toDocument(evolveWorkflow(document?.workflow ?? noWorkflow, event)),
};

export function toDocument(workflow: ReturnType<typeof evolveWorkflow>): WorkflowDocument {
  if (workflow.status === 'none') throw new Error('a workflow without a submission');
  const { projectId, userId, name, submittedAt } = workflow.facts;
  return {
    projectId,
    userId,
    nameLower: name.toLowerCase(),
    state: workflow.status,
    createdAt: submittedAt,
    workflow,
  };
}

/** @param isJob whether the job exists already: a node that waits for capacity in the queue has none yet */
export function toWorkflowView(
  { workflow, createdAt }: WorkflowDocument,
  isJob: (jobId: string) => boolean,
): WorkflowView {
  const { facts, progress, status, cancelRequested, endedAt } = workflow;
  const { workflowId, projectId, userId, name, externalId, description } = facts;
  return {
    id: workflowId,
    name,
    projectId,
    userId,
    state: status,
    cancelRequested,
    nodes: facts.nodes.map((plan): WorkflowNodeView => {
      const { state, jobId, ...rest } = progress[plan.name] ?? { state: 'waiting', attempt: 1 };
      const { env: _, ...job } = plan.job;
      const there = jobId !== undefined && isJob(jobId);
      return {
        ...plan,
        ...rest,
        job,
        state: state === 'begun' ? (there ? 'running' : 'ready') : state,
        ...(there ? { jobId } : {}),
      };
    }),
    createdAt,
    ...defined({ externalId, description, endedAt }),
  };
}
