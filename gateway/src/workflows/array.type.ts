import {
  arrayMembersQuery,
  arrayStates,
  type ArrayView,
  type MemberCounts,
} from '@berth/contracts/scheduler/array';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { queryConnection } from '../graphql/connection.js';
import { Job, JobConnection } from '../jobs/job.type.js';
import { ownerFields } from '../projects/owner.fields.js';
import { JobTemplate } from './job-template.type.js';

const ArrayStateEnum = enumOf('ArrayState', {
  description: 'RUNNING until every member has come to an end.',
  values: arrayStates,
});

const Counts = builder.objectRef<MemberCounts>('ArrayCounts').implement({
  description: 'Members by where they are; together they are all.',
  fields: (t) => ({
    held: t.exposeInt('held', {
      description: 'Not jobs yet: as many others as may be at a time have not ended.',
    }),
    waiting: t.exposeInt('waiting', { description: 'Jobs that wait.' }),
    running: t.exposeInt('running', { description: 'Jobs that hold devices.' }),
    succeeded: t.exposeInt('succeeded', { description: 'Done.' }),
    failed: t.exposeInt('failed', { description: 'Failed, or ran into their time limit.' }),
    cancelled: t.exposeInt('cancelled', { description: 'Cancelled, also before they were jobs.' }),
    refused: t.exposeInt('refused', { description: 'Refused when their turn came.' }),
  }),
});

export const JobArray = builder.nodeRef(builder.objectRef<ArrayView>('JobArray'), {
  id: { resolve: (array: ArrayView) => array.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.arrays().load(String(id)))),
});

JobArray.implement({
  description: 'Many jobs that differ in their environment only.',
  fields: (t) => ({
    ownId: t.exposeString('ownId', { nullable: true, description: "The submitter's own id." }),
    name: t.exposeString('name', { description: 'What it is called; its members are name[0], name[1], …' }),
    state: t.field({ type: ArrayStateEnum, description: 'Where it is.', resolve: (array) => array.state }),
    size: t.exposeInt('size', { description: 'How many members it has.' }),
    maxParallel: t.exposeInt('maxParallel', {
      nullable: true,
      description: 'So many may be jobs that have not ended; null: all.',
    }),
    gang: t.exposeBoolean('gang', { description: 'All start together or not at all.' }),
    job: t.field({ type: JobTemplate, description: 'What each member is.', resolve: (array) => array.job }),
    counts: t.field({
      type: Counts,
      description: 'Members by where they are.',
      resolve: (array) => array.counts,
    }),
    members: t.connection(
      {
        type: Job,
        description: 'Members that are jobs, in the order of their indexes.',
        resolve: async ({ id }, page, { calls }) =>
          queryConnection(calls, arrayMembersQuery, page, { arrayId: id }),
      },
      JobConnection,
    ),
    cancelRequested: t.exposeBoolean('cancelRequested', { description: 'Somebody wants it ended.' }),
    message: t.exposeString('message', { nullable: true, description: 'Why members were refused.' }),
    ...ownerFields(t, 'Who submitted it.'),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was submitted.',
      resolve: (array) => array.createdAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its last member ended.',
      resolve: (array) => array.endedAt,
    }),
  }),
});
