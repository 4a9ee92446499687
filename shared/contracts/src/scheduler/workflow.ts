import { z } from 'zod';
import { defineCommand, defineEvent, defineQuery, type EventOf } from '../define.js';
import {
  argument,
  byCreation,
  namedListSorts,
  id,
  instant,
  name,
  nameOrId,
  page,
  type PageOf,
  reason,
  text,
} from '../fields.js';
import { submitJobInput } from './operations.js';
import { jobTemplate, jobTemplateInput, type JobTemplateView } from './template.js';

/** What the nodes that a node depends on must have done for it to run; else it is skipped. */
export const nodeConditions = ['succeeded', 'failed', 'finished'] as const;
/** What a node's failure means for nodes that don't depend on it. */
export const failurePolicies = ['stop', 'continue'] as const;
export const nodeStates = [
  'waiting',
  'ready',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'skipped',
] as const;
export const workflowStates = ['running', 'succeeded', 'failed', 'cancelled'] as const;
export type NodeCondition = (typeof nodeConditions)[number];
export type FailurePolicy = (typeof failurePolicies)[number];
export type WorkflowState = (typeof workflowStates)[number];

export const workflowNode = z.object({
  name: z.string(),
  dependsOn: z.array(z.string()),
  when: z.enum(nodeConditions),
  onFailure: z.enum(failurePolicies),
  job: jobTemplate,
});
export type WorkflowNode = z.output<typeof workflowNode>;

const workflow = { workflowId: id, projectId: id };
const node = { node: z.string(), attempt: z.number().int().min(1) };

export const workflowEvents = {
  submitted: defineEvent(
    'scheduler.workflow.submitted.v1',
    'A workflow was accepted, every node of it admitted. The env of each is encrypted with the key of the project.',
    z.object({
      ...workflow,
      userId: id,
      name: z.string(),
      externalId: z.string().optional(),
      description: z.string().optional(),
      nodes: z.array(workflowNode),
      submittedAt: instant,
    }),
  ),
  nodesReady: defineEvent(
    'scheduler.workflow.nodesReady.v1',
    'These nodes are ready: each is submitted as the job named here.',
    z.object({ ...workflow, nodes: z.array(z.object({ ...node, jobId: id })), readyAt: instant }),
  ),
  nodeRefused: defineEvent(
    'scheduler.workflow.nodeRefused.v1',
    'The job of a node was refused at its submission: it counts as failed.',
    z.object({ ...workflow, ...node, code: z.string(), message: z.string(), endedAt: instant }),
  ),
  nodeEnded: defineEvent(
    'scheduler.workflow.nodeEnded.v1',
    'The job of a node has ended.',
    z.object({
      ...workflow,
      ...node,
      outcome: z.enum(['succeeded', 'failed', 'cancelled']),
      message: z.string().optional(),
      endedAt: instant,
    }),
  ),
  nodesSkipped: defineEvent(
    'scheduler.workflow.nodesSkipped.v1',
    'These nodes will not run.',
    z.object({
      ...workflow,
      nodes: z.array(z.object({ ...node, reason: z.string() })),
      endedAt: instant,
    }),
  ),
  cancelRequested: defineEvent(
    'scheduler.workflow.cancelRequested.v1',
    'The cancellation of the workflow was requested: what has not begun is cancelled, what runs is being ended.',
    z.object({ ...workflow, reason: z.string().optional(), requestedAt: instant }),
  ),
  rerun: defineEvent(
    'scheduler.workflow.rerun.v1',
    'A node and all nodes that depend on it run again, as new attempts; the others keep their results.',
    z.object({ ...workflow, from: z.string(), nodes: z.array(z.object(node)), requestedAt: instant }),
  ),
  ended: defineEvent(
    'scheduler.workflow.ended.v1',
    'Every node has ended.',
    z.object({ ...workflow, outcome: z.enum(['succeeded', 'failed', 'cancelled']), endedAt: instant }),
  ),
};
export type WorkflowEvent = EventOf<typeof workflowEvents>;

export type WorkflowNodeView = {
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly when: NodeCondition;
  readonly onFailure: FailurePolicy;
  readonly job: JobTemplateView;
  readonly state: (typeof nodeStates)[number];
  /** Number of the attempt, from 1; incremented by each rerun. */
  readonly attempt: number;
  /** The job of this attempt; absent before it is one. */
  readonly jobId?: string;
  /** Why it failed or was skipped. */
  readonly message?: string;
  readonly readyAt?: string;
  readonly endedAt?: string;
};

export type WorkflowView = {
  readonly id: string;
  readonly externalId?: string;
  readonly name: string;
  readonly description?: string;
  readonly projectId: string;
  readonly userId: string;
  readonly state: WorkflowState;
  readonly cancelRequested: boolean;
  readonly nodes: readonly WorkflowNodeView[];
  readonly createdAt: string;
  readonly endedAt?: string;
};

const nodeName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
    'must begin with a letter, and have up to 63 letters, digits, _ or -',
  );

export const workflowNodeInput = z.strictObject({
  name: nodeName,
  job: jobTemplateInput,
  dependsOn: z.array(z.string().max(63)).max(100).default([]),
  when: z.enum(nodeConditions).default('succeeded'),
  /** Default: as the workflow says. */
  onFailure: z.enum(failurePolicies).optional(),
});

export const submitWorkflowInput = z.strictObject({
  name,
  /** Id or name. */
  project: nameOrId,
  /** Of the nodes that name none of their own. */
  pool: nameOrId.optional(),
  description: text(4000).optional(),
  externalId: submitJobInput.shape.externalId,
  onFailure: z.enum(failurePolicies).default('stop'),
  nodes: z.array(workflowNodeInput).min(1, 'must have at least one node').max(500),
});
export type SubmitWorkflowInput = z.output<typeof submitWorkflowInput>;

export const submitWorkflow = defineCommand<WorkflowView>('runJobs')(
  'scheduler',
  'workflow',
  'submit',
  submitWorkflowInput,
);
export const cancelWorkflow = defineCommand<WorkflowView>('runJobs')(
  'scheduler',
  'workflow',
  'cancel',
  z.strictObject({ workflowId: id, reason: reason.optional() }),
);
export const rerunWorkflow = defineCommand<WorkflowView>('runJobs')(
  'scheduler',
  'workflow',
  'rerun',
  z.strictObject({ workflowId: id, from: z.string().min(1).max(63) }),
);

export const workflowsByIdQuery = defineQuery<readonly WorkflowView[]>('read')(
  'scheduler',
  'workflowsById',
  z.strictObject({ ids: z.array(id).max(500) }),
);
/** Newest first. */
export const workflowsQuery = defineQuery<PageOf<WorkflowView>>('read')(
  'scheduler',
  'workflows',
  page.extend({
    projectId: id.optional(),
    userId: id.optional(),
    states: z.array(z.enum(workflowStates)).max(10).optional(),
    search: argument(120).optional(),
    ...byCreation,
    sort: z.enum(namedListSorts).optional(),
  }),
);
