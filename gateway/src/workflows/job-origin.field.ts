import type { JobOrigin } from '@berth/contracts/scheduler/events';
import { builder } from '../graphql/builder.js';
import { Job } from '../jobs/job.type.js';
import { JobArray } from './array.type.js';
import { Schedule } from './schedule.type.js';
import { Workflow } from './workflow.type.js';

const Origin = builder.objectRef<JobOrigin>('JobOrigin').implement({
  description: 'Origin of a job: an array, a workflow or a schedule.',
  fields: (t) => ({
    array: t.field({
      type: JobArray,
      nullable: true,
      description: 'Array of which it is a member.',
      resolve: ({ kind, id }, _args, { loaders }) => (kind === 'array' ? loaders.arrays().load(id) : null),
    }),
    index: t.int({
      nullable: true,
      description: 'Index in the array, from 0.',
      resolve: (origin) => (origin.kind === 'array' ? origin.index : null),
    }),
    workflow: t.field({
      type: Workflow,
      nullable: true,
      description: 'Workflow of which it is a node.',
      resolve: ({ kind, id }, _args, { loaders }) =>
        kind === 'workflow' ? loaders.workflows().load(id) : null,
    }),
    node: t.string({
      nullable: true,
      description: 'Name of its node in the workflow.',
      resolve: (origin) => (origin.kind === 'workflow' ? origin.node : null),
    }),
    attempt: t.int({
      nullable: true,
      description: 'Attempt of the node, from 1.',
      resolve: (origin) => (origin.kind === 'workflow' ? origin.attempt : null),
    }),
    schedule: t.field({
      type: Schedule,
      nullable: true,
      description: 'Schedule that submitted it.',
      resolve: ({ kind, id }, _args, { loaders }) =>
        kind === 'schedule' ? loaders.schedules().load(id) : null,
    }),
    dueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Due time for which it was submitted.',
      resolve: (origin) => (origin.kind === 'schedule' ? origin.dueAt : null),
    }),
  }),
});

builder.objectField(Job, 'origin', (t) =>
  t.field({
    type: Origin,
    nullable: true,
    description: 'Origin; null if it was submitted directly.',
    resolve: (job) => job.origin,
  }),
);
