import { workflowNodeInput } from '@berth/contracts/scheduler/workflow';
import { deriveInputType } from '../graphql/derived-input.js';
import '../jobs/job.input.js';
import './workflow.type.js';

deriveInputType(workflowNodeInput, {
  name: 'WorkflowNodeInput',
  description: 'A node of a workflow.',
  fields: {
    name: 'Begins with a letter; letters, digits, _ and -; 63 at most.',
    job: 'Command: program and arguments.',
    dependsOn: 'Names of the nodes that it depends on.',
    when: 'Default: succeeded.',
    onFailure: 'Default: as set for the workflow.',
  },
});

/** What a workflow is, by itself or in a schedule. */
export const workflowFields = {
  pool: 'Id or name; default pool of the nodes.',
  description: 'Description.',
  onFailure: 'Default: stop.',
  nodes: 'Its nodes, 500 at most.',
};
