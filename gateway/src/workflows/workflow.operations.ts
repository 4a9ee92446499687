import {
  cancelWorkflow,
  rerunWorkflow,
  submitWorkflow,
  workflowsQuery,
} from '@berth/contracts/scheduler/workflow';
import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf, toPlainId } from '../graphql/ids.js';
import { namedListArgs } from '../graphql/list-sort.js';
import { defineCommandMutation, successOf } from '../graphql/mutation.js';
import { workflowFields } from './workflow.input.js';
import { Workflow, WorkflowStateEnum } from './workflow.type.js';

builder.queryFields((t) => ({
  workflow: t.field({
    type: Workflow,
    nullable: true,
    description: 'A workflow; null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'Which one.' }) },
    resolve: (_root, { id }, { loaders }) => {
      const workflowId = toPlainId(String(id));
      return isId(workflowId) ? loaders.workflows().load(workflowId) : null;
    },
  }),
  workflows: t.connection(
    {
      type: Workflow,
      description:
        "Workflows of the caller's projects, newest first; all of them for admins, operators and auditors.",
      args: {
        project: t.arg.id({ description: 'Filters by project.' }),
        user: t.arg.id({ description: 'Filters by user.' }),
        states: t.arg({ type: [WorkflowStateEnum], description: 'Filters by state.' }),
        ...namedListArgs(t.arg),
      },
      resolve: async (_root, { project, user, first, after, last, before, ...filters }, { calls }) =>
        queryConnection(
          calls,
          workflowsQuery,
          { first, after, last, before },
          {
            ...filters,
            projectId: plainIdOf(project),
            userId: plainIdOf(user),
          },
        ),
    },
    ...connectionNames('Workflow'),
  ),
}));

defineCommandMutation({
  operation: submitWorkflow,
  name: 'submitWorkflow',
  description:
    'Submits a workflow: a graph of jobs. Cycles, unknown nodes and jobs that can never run are refused. Jobs get BERTH_WORKFLOW_ID and BERTH_WORKFLOW_NODE in their environment, and the ids of the jobs that they depend on as BERTH_JOB_<NODE>.',
  input: {
    name: 'Name.',
    project: 'Id or name of the project it is charged to.',
    ...workflowFields,
    externalId: 'Id chosen by the caller, unique in the project.',
  },
  success: successOf('submitWorkflow', 'workflow', Workflow, 'The submitted workflow.'),
});

const workflowId = 'Id of the workflow.';
const after = 'The workflow after the change.';

defineCommandMutation({
  operation: cancelWorkflow,
  name: 'cancelWorkflow',
  description: 'Cancels a workflow: its pending nodes and the jobs of its running nodes.',
  input: { workflowId, reason: 'Reason; kept in the history.' },
  success: successOf('cancelWorkflow', 'workflow', Workflow, after),
});

defineCommandMutation({
  operation: rerunWorkflow,
  name: 'rerunWorkflow',
  description:
    'Reruns a node of an ended workflow and all nodes that depend on it; the other nodes keep their results.',
  input: { workflowId, from: 'Name of the node.' },
  success: successOf('rerunWorkflow', 'workflow', Workflow, after),
});
