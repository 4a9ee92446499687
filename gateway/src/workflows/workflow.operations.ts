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
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { asWorkflow, workflowFields } from './workflow.input.js';
import { Workflow, WorkflowStateEnum } from './workflow.type.js';

builder.queryFields((t) => ({
  workflow: t.field({
    type: Workflow,
    nullable: true,
    description: 'A workflow; null where there is none that the caller may see.',
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
        "Workflows of the caller's projects, newest first; all of them for those who run the place.",
      args: {
        project: t.arg.id({ description: 'Of this project only.' }),
        user: t.arg.id({ description: 'Of this user only.' }),
        states: t.arg({ type: [WorkflowStateEnum], description: 'In one of these states only.' }),
      },
      resolve: async (_root, { project, user, states, ...page }, { calls }) =>
        queryConnection(calls, workflowsQuery, page, {
          projectId: plainIdOf(project),
          userId: plainIdOf(user),
          states,
        }),
    },
    ...connectionNames('Workflow'),
  ),
}));

defineMutation({
  name: 'submitWorkflow',
  description:
    'Takes in a graph of jobs. Cycles and unknown nodes are refused by name, and so is what can never run here. Jobs find BERTH_WORKFLOW_ID and BERTH_NODE in their environment, and the ids of the jobs that they waited for as BERTH_JOB_<NODE>.',
  input: (t) => ({
    name: t.string({ required: true, description: 'What it is called.' }),
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    ...workflowFields(t),
    id: t.string({ description: 'An id of your own, unique in the project.' }),
  }),
  success: successOf('submitWorkflow', 'workflow', Workflow, 'The workflow as it was taken in.'),
  run: async ({ project, ...input }, { calls }, info) =>
    asValue(await calls.command(submitWorkflow, { ...asWorkflow(input), project: toPlainId(project) }, info)),
});

const workflowId = 'Id of the workflow.';
const after = 'The workflow after the change.';

defineMutation({
  name: 'cancelWorkflow',
  description:
    'Ends a workflow: nodes that have not begun are cancelled, and so are the jobs of those that have.',
  input: (t) => ({
    workflowId: t.id({ required: true, description: workflowId }),
    reason: t.string({ description: 'Why; kept in the history.' }),
  }),
  success: successOf('cancelWorkflow', 'workflow', Workflow, after),
  run: async (input, { calls }, info) =>
    asValue(
      await calls.command(
        cancelWorkflow,
        { ...input, workflowId: toPlainId(String(input.workflowId)) },
        info,
      ),
    ),
});

defineMutation({
  name: 'rerunWorkflow',
  description:
    'Runs a node of a workflow that has ended once more, and all that follow from it; the others keep their results.',
  input: (t) => ({
    workflowId: t.id({ required: true, description: workflowId }),
    from: t.string({ required: true, description: 'Name of the node.' }),
  }),
  success: successOf('rerunWorkflow', 'workflow', Workflow, after),
  run: async (input, { calls }, info) =>
    asValue(
      await calls.command(rerunWorkflow, { ...input, workflowId: toPlainId(String(input.workflowId)) }, info),
    ),
});
