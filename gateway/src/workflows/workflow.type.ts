import {
  failurePolicies,
  nodeConditions,
  nodeStates,
  workflowStates,
  type WorkflowNodeView,
  type WorkflowView,
} from '@berth/contracts/scheduler/workflow';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { Job } from '../jobs/job.type.js';
import { ownerFields } from '../projects/owner.fields.js';
import { JobTemplate } from './job-template.type.js';

export const WorkflowStateEnum = enumOf('WorkflowState', {
  description: 'RUNNING until every node has come to an end.',
  values: workflowStates,
});
const NodeStateEnum = enumOf('WorkflowNodeState', {
  description: 'Where a node of a workflow is in its life.',
  values: nodeStates,
  valueDescriptions: {
    waiting: 'It waits for what it depends on.',
    ready: 'It is not a job yet, for lack of room in the queue.',
    running: 'It is a job, which may wait for devices.',
  },
});
export const NodeConditionEnum = enumOf('WorkflowNodeCondition', {
  description: 'What all nodes that a node depends on must have done for it to run. Otherwise it is skipped.',
  values: nodeConditions,
  valueDescriptions: {
    succeeded: 'All have succeeded.',
    failed: 'All have ended, at least one by failing.',
    finished: 'All have ended.',
  },
});
export const FailurePolicyEnum = enumOf('FailurePolicy', {
  description: 'What happens to the workflow where a node does not succeed.',
  values: failurePolicies,
  valueDescriptions: {
    stop: 'No other node that waits for success begins.',
    continue: 'What does not depend on the node goes on.',
  },
});

/** What a node is, whether it runs or is only planned. */
export const plannedNode = builder
  .interfaceRef<Pick<WorkflowNodeView, 'name' | 'dependsOn' | 'when' | 'onFailure' | 'job'>>('PlannedNode')
  .implement({
    description: 'A node of a workflow as it was declared.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Name within the workflow.' }),
      dependsOn: t.field({
        type: ['String'],
        description: 'Names of the nodes that it depends on.',
        resolve: (node) => [...node.dependsOn],
      }),
      when: t.field({
        type: NodeConditionEnum,
        description: 'Condition on the dependencies.',
        resolve: (node) => node.when,
      }),
      onFailure: t.field({
        type: FailurePolicyEnum,
        description: 'What to do if it fails.',
        resolve: (node) => node.onFailure,
      }),
      template: t.field({
        type: JobTemplate,
        description: 'What is submitted.',
        resolve: (node) => node.job,
      }),
    }),
  });

const WorkflowNode = builder.objectRef<WorkflowNodeView>('WorkflowNode').implement({
  description: 'A node of a workflow: a job with dependencies.',
  interfaces: [plannedNode],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'attempt' in value,
  fields: (t) => ({
    state: t.field({ type: NodeStateEnum, description: 'Its location.', resolve: (node) => node.state }),
    attempt: t.exposeInt('attempt', {
      description: 'Number of the attempt, from 1; increases with each rerun.',
    }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'Job of this attempt; null before it is submitted.',
      resolve: ({ jobId }, _args, { loaders }) => (jobId === undefined ? null : loaders.jobs().load(jobId)),
    }),
    message: t.exposeString('message', { nullable: true, description: 'Why it failed or was skipped.' }),
    readyAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its dependencies were satisfied.',
      resolve: (node) => node.readyAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
      resolve: (node) => node.endedAt,
    }),
  }),
});

export const Workflow = builder.nodeRef(builder.objectRef<WorkflowView>('Workflow'), {
  id: { resolve: (workflow: WorkflowView) => workflow.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.workflows().load(String(id)))),
});

Workflow.implement({
  description: 'Jobs with dependencies: a directed acyclic graph.',
  fields: (t) => ({
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'External id given by the submitter.',
    }),
    name: t.exposeString('name', { description: 'Name; the jobs of its nodes are named name/node.' }),
    description: t.exposeString('description', { nullable: true, description: 'Description.' }),
    state: t.field({
      type: WorkflowStateEnum,
      description: 'Its location.',
      resolve: (workflow) => workflow.state,
    }),
    nodes: t.field({
      type: [WorkflowNode],
      description: 'Its nodes, in the given order.',
      resolve: (workflow) => [...workflow.nodes],
    }),
    cancelRequested: t.exposeBoolean('cancelRequested', {
      description: 'Whether cancellation was requested.',
    }),
    ...ownerFields(t, 'Who submitted it; its jobs run on behalf of this user.'),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was submitted.',
      resolve: (workflow) => workflow.createdAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its last node ended.',
      resolve: (workflow) => workflow.endedAt,
    }),
  }),
});
