import { jobQuery, jobsQuery, queueQuery } from '@berth/contracts/scheduler/operations';
import type { QueueEntry } from '@berth/contracts/scheduler/views';
import { defined } from '@berth/kernel/defined';
import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf, toPlainId } from '../graphql/ids.js';
import { createdListArgs } from '../graphql/list-sort.js';
import { Job, JobConnection, JobStateEnum } from './job.type.js';

export const Entry = builder.objectRef<QueueEntry>('QueueEntry').implement({
  description: 'A job in the queue of its pool.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'Position in the queue; 1 is next.' }),
    priority: t.exposeInt('priority', { description: 'Priority: 10 (first) to 1 (last).' }),
    grantPriority: t.exposeInt('grantPriority', { description: 'Priority class: 0 (first) to 2 (last).' }),
    queuedAt: t.field({
      type: 'DateTime',
      description: 'Waiting since.',
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
      'A job by its id, or by project and external id; null if there is none that the caller may see.',
    args: {
      id: t.arg.id({ description: 'Id of the job.' }),
      externalId: t.arg.string({ description: 'External id that it was submitted with.' }),
      project: t.arg.string({ description: 'Id or name of the project, with externalId.' }),
    },
    resolve: async (_root, { id, externalId, project }, { calls }) => {
      const jobId = id == null ? undefined : toPlainId(String(id));
      if (jobId !== undefined && !isId(jobId)) return null;
      return calls.query(jobQuery, {
        ...defined({ jobId, externalId: externalId ?? undefined }),
        ...(project == null ? {} : { project: toPlainId(project) }),
      });
    },
  }),
  jobs: t.connection(
    {
      type: Job,
      description:
        "Jobs of the caller's projects, newest first; all of them for admins, operators and auditors.",
      args: {
        project: t.arg.id({ description: 'Filters by project.' }),
        user: t.arg.id({ description: 'Filters by user.' }),
        pool: t.arg.id({ description: 'Filters by pool.' }),
        host: t.arg.id({ description: 'Filters by the host of the latest run.' }),
        states: t.arg({ type: [JobStateEnum], description: 'Filters by state.' }),
        ...createdListArgs(t.arg),
      },
      resolve: async (
        _root,
        { project, user, pool, host, first, after, last, before, ...filters },
        { calls },
      ) =>
        queryConnection(
          calls,
          jobsQuery,
          { first, after, last, before },
          {
            ...filters,
            projectId: plainIdOf(project),
            userId: plainIdOf(user),
            poolId: plainIdOf(pool),
            hostId: plainIdOf(host),
          },
        ),
    },
    JobConnection,
  ),
  queue: t.connection(
    {
      type: Entry,
      description:
        'The queue of a pool in order. Entries that the caller may not see are omitted; positions count them.',
      args: { pool: t.arg.id({ required: true, description: 'Which pool.' }) },
      resolve: async (_root, { pool, ...page }, { calls }) =>
        queryConnection(calls, queueQuery, page, { poolId: toPlainId(String(pool)) }),
    },
    ...connectionNames('QueueEntry'),
  ),
}));
