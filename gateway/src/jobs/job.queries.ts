import { jobQuery, jobsQuery, queueQuery } from '@berth/contracts/scheduler/operations';
import type { QueueEntry } from '@berth/contracts/scheduler/views';
import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf, toPlainId } from '../graphql/ids.js';
import { Job, JobConnection, JobStateEnum } from './job.type.js';

export const Entry = builder.objectRef<QueueEntry>('QueueEntry').implement({
  description: 'A job in the queue of its pool.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: '1 is next.' }),
    priority: t.exposeInt('priority', { description: '10 goes first.' }),
    grantPriority: t.exposeInt('grantPriority', { description: '0 goes before 1 before 2.' }),
    queuedAt: t.field({
      type: 'DateTime',
      description: 'Since when it waits.',
      resolve: (entry) => entry.queuedAt,
    }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job.',
      resolve: ({ jobId }, _args, { loaders }) => loaders.jobs().load(jobId),
    }),
  }),
});

builder.queryFields((t) => ({
  job: t.field({
    type: Job,
    nullable: true,
    description:
      'A job by its id, or by your own id with the project; null where there is none that the caller may see.',
    args: {
      id: t.arg.id({ description: 'Id of the job.' }),
      ownId: t.arg.string({ description: 'The id that it was submitted with.' }),
      project: t.arg.string({ description: 'Id or name of the project, with ownId.' }),
    },
    resolve: async (_root, { id, ownId, project }, { calls }) => {
      const jobId = id == null ? undefined : toPlainId(String(id));
      if (jobId !== undefined && !isId(jobId)) return null;
      return calls.query(jobQuery, {
        ...(jobId === undefined ? {} : { jobId }),
        ...(ownId == null ? {} : { ownId }),
        ...(project == null ? {} : { project: toPlainId(project) }),
      });
    },
  }),
  jobs: t.connection(
    {
      type: Job,
      description: "Jobs of the caller's projects, newest first; all of them for those who run the place.",
      args: {
        project: t.arg.id({ description: 'Of this project only.' }),
        user: t.arg.id({ description: 'Of this user only.' }),
        pool: t.arg.id({ description: 'In this pool only.' }),
        states: t.arg({ type: [JobStateEnum], description: 'In one of these states only.' }),
        search: t.arg.string({ description: 'Beginning of a name.' }),
      },
      resolve: async (_root, { project, user, pool, states, search, ...page }, { calls }) =>
        queryConnection(calls, jobsQuery, page, {
          projectId: plainIdOf(project),
          userId: plainIdOf(user),
          poolId: plainIdOf(pool),
          states,
          search,
        }),
    },
    JobConnection,
  ),
  queue: t.connection(
    {
      type: Entry,
      description:
        'What waits in a pool, in its order; entries that the caller may not see are left out, their positions kept.',
      args: { pool: t.arg.id({ required: true, description: 'Which pool.' }) },
      resolve: async (_root, { pool, ...page }, { calls }) =>
        queryConnection(calls, queueQuery, page, { poolId: toPlainId(String(pool)) }),
    },
    ...connectionNames('QueueEntry'),
  ),
}));
