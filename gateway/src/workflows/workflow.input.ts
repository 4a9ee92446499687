import type { InputFieldBuilder } from '@pothos/core';
import { builder, type BuilderTypes } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import type { Given } from '../graphql/mutation.js';
import { asJob, JobTemplateInput } from '../jobs/job.input.js';
import { FailurePolicyEnum, NodeConditionEnum } from './workflow.type.js';

const NodeInput = builder.inputType('WorkflowNodeInput', {
  description: 'A node of a workflow.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Begins with a letter; letters, digits, _ and -; 63 at most.',
    }),
    job: t.field({ type: JobTemplateInput, required: true, description: 'What it runs.' }),
    dependsOn: t.stringList({ description: 'Names of the nodes that it waits for.' }),
    when: t.field({ type: NodeConditionEnum, description: 'succeeded where left out.' }),
    onFailure: t.field({ type: FailurePolicyEnum, description: 'As the workflow says where left out.' }),
  }),
});

/** What a workflow is, by itself or in a schedule. */
export const workflowFields = (t: InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
  pool: t.string({ description: 'Id or name; of the nodes that name none of their own.' }),
  description: t.string({ description: 'What it is for.' }),
  onFailure: t.field({ type: FailurePolicyEnum, description: 'stop where left out.' }),
  nodes: t.field({ type: [NodeInput], required: true, description: 'Its nodes, 500 at most.' }),
});

interface WithNodes {
  readonly pool?: string;
  readonly nodes: readonly Given<(typeof NodeInput)['$inferInput']>[];
}

/** A workflow's fields as the scheduler takes them. */
export const asWorkflow = <T extends WithNodes>({ pool, nodes, ...fields }: T) => ({
  ...fields,
  nodes: nodes.map(({ job, ...node }) => ({ ...node, job: asJob(job) })),
  ...(pool === undefined ? {} : { pool: toPlainId(pool) }),
});
