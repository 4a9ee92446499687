import type { JobOrigin } from '@berth/contracts/scheduler/events';
import { builder } from '../graphql/builder.js';
import { Job } from '../jobs/job.type.js';
import { JobArray } from './array.type.js';
import { Schedule } from './schedule.type.js';
import { Workflow } from './workflow.type.js';

const Origin = builder.objectRef<JobOrigin>('JobOrigin').implement({
  description: 'What a job came from: an array, a workflow, or a schedule.',
  fields: (t) => ({
    array: t.field({
      type: JobArray,
      nullable: true,
      description: 'The array that it is a member of.',
      resolve: ({ kind, id }, _args, { loaders }) => (kind === 'array' ? loaders.arrays().load(id) : null),
    }),
    index: t.int({
      nullable: true,
      description: 'Its place in the array, from 0.',
      resolve: (origin) => (origin.kind === 'array' ? origin.index : null),
    }),
    workflow: t.field({
      type: Workflow,
      nullable: true,
      description: 'The workflow that it is a node of.',
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
      description: 'Which attempt at the node it is, from 1.',
      resolve: (origin) => (origin.kind === 'workflow' ? origin.attempt : null),
    }),
    schedule: t.field({
      type: Schedule,
      nullable: true,
      description: 'The schedule that submitted it.',
      resolve: ({ kind, id }, _args, { loaders }) =>
        kind === 'schedule' ? loaders.schedules().load(id) : null,
    }),
    dueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'For which of its times.',
      resolve: (origin) => (origin.kind === 'schedule' ? origin.dueAt : null),
    }),
  }),
});

builder.objectField(Job, 'origin', (t) =>
  t.field({
    type: Origin,
    nullable: true,
    description: 'What it came from; null where somebody submitted just it.',
    resolve: (job) => job.origin,
  }),
);
