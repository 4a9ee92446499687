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
  description: 'Number of members by state; the sum is the size of the array.',
  fields: (t) => ({
    held: t.exposeInt('held', {
      description: 'Not submitted yet because of `maxParallel`.',
    }),
    waiting: t.exposeInt('waiting', { description: 'Waiting jobs.' }),
    running: t.exposeInt('running', { description: 'Running jobs.' }),
    succeeded: t.exposeInt('succeeded', { description: 'Succeeded jobs.' }),
    failed: t.exposeInt('failed', { description: 'Jobs that failed or reached their time limit.' }),
    cancelled: t.exposeInt('cancelled', {
      description: 'Cancelled members, including those that were never submitted.',
    }),
    refused: t.exposeInt('refused', { description: 'Members that were refused at submission.' }),
  }),
});

export const JobArray = builder.nodeRef(builder.objectRef<ArrayView>('JobArray'), {
  id: { resolve: (array: ArrayView) => array.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.arrays().load(String(id)))),
});

JobArray.implement({
  description: 'Many jobs that differ only in their environment.',
  fields: (t) => ({
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'External id given by the submitter.',
    }),
    name: t.exposeString('name', { description: 'Name; its members are named name[0], name[1], …' }),
    state: t.field({ type: ArrayStateEnum, description: 'Its location.', resolve: (array) => array.state }),
    size: t.exposeInt('size', { description: 'How many members it has.' }),
    maxParallel: t.exposeInt('maxParallel', {
      nullable: true,
      description: 'Maximum number of members that are submitted and not ended; null: all.',
    }),
    gang: t.exposeBoolean('gang', { description: 'Whether all members start together or not at all.' }),
    job: t.field({
      type: JobTemplate,
      description: 'Template of the members.',
      resolve: (array) => array.job,
    }),
    counts: t.field({
      type: Counts,
      description: 'Number of members by state.',
      resolve: (array) => array.counts,
    }),
    members: t.connection(
      {
        type: Job,
        description: 'Submitted members, in the order of their indexes.',
        resolve: async ({ id }, page, { calls }) =>
          queryConnection(calls, arrayMembersQuery, page, { arrayId: id }),
      },
      JobConnection,
    ),
    cancelRequested: t.exposeBoolean('cancelRequested', {
      description: 'Whether cancellation was requested.',
    }),
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
