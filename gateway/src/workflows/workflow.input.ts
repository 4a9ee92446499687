import type { InputFieldBuilder } from '@pothos/core';
import { builder, type BuilderTypes } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import type { WithoutNulls } from '../graphql/mutation.js';
import { asJob, JobTemplateInput } from '../jobs/job.input.js';
import { FailurePolicyEnum, NodeConditionEnum } from './workflow.type.js';

const NodeInput = builder.inputType('WorkflowNodeInput', {
  description: 'A node of a workflow.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Begins with a letter; letters, digits, _ and -; 63 at most.',
    }),
    job: t.field({ type: JobTemplateInput, required: true, description: 'Command: program and arguments.' }),
    dependsOn: t.stringList({ description: 'Names of the nodes that it depends on.' }),
    when: t.field({ type: NodeConditionEnum, description: 'Default: succeeded.' }),
    onFailure: t.field({ type: FailurePolicyEnum, description: 'Default: as set for the workflow.' }),
  }),
});

/** What a workflow is, by itself or in a schedule. */
export const workflowFields = (t: InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
  pool: t.string({ description: 'Id or name; default pool of the nodes.' }),
  description: t.string({ description: 'Description.' }),
  onFailure: t.field({ type: FailurePolicyEnum, description: 'Default: stop.' }),
  nodes: t.field({ type: [NodeInput], required: true, description: 'Its nodes, 500 at most.' }),
});

interface WithNodes {
  readonly pool?: string;
  readonly nodes: readonly WithoutNulls<(typeof NodeInput)['$inferInput']>[];
}

/** A workflow's fields as the scheduler takes them. */
export const asWorkflow = <T extends WithNodes>({ pool, nodes, ...fields }: T) => ({
  ...fields,
  nodes: nodes.map(({ job, ...node }) => ({ ...node, job: asJob(job) })),
  ...(pool === undefined ? {} : { pool: toPlainId(pool) }),
});
