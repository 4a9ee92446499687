import {
  approveJob,
  cancelJob,
  deleteJob,
  jobsQuery,
  rejectJob,
} from '@berth/contracts/scheduler/operations';
import { jobStates, terminalJobStates, type JobState, type JobView } from '@berth/contracts/scheduler/views';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { builder } from '../graphql/builder.js';
import type { Calls } from '../graphql/calls.js';
import { toEnumName } from '../graphql/enum.js';
import { ErrorInterface, toRefusal, type Refusal } from '../graphql/errors.js';
import { plainIdOf, toGlobalId, toPlainId } from '../graphql/ids.js';
import { defineMutation } from '../graphql/mutation.js';
import { Job, JobStateEnum } from './job.type.js';

/** What one page of jobs has at most: so many are changed by one mutation. */
const MAX_JOBS = 200;

interface Item {
  readonly jobId: string;
  readonly job?: JobView;
  readonly error?: Refusal;
}

interface Outcome {
  readonly items: readonly Item[];
  readonly more: boolean;
}

const BulkItem = builder.objectRef<Item>('BulkJobsItem').implement({
  description: 'What became of one job: changed or refused.',
  fields: (t) => ({
    id: t.id({ description: 'Id of the job.', resolve: ({ jobId }) => toGlobalId('Job', jobId) }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job after the change; null where it was refused.',
      resolve: ({ job }) => job,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why it was refused.',
      resolve: ({ error }) => error,
    }),
  }),
});

const JobFilterInput = builder.inputType('JobFilterInput', {
  description: 'Which jobs, as in `jobs`: those that fit all of it.',
  fields: (t) => ({
    project: t.id({ description: 'Filters by project.' }),
    user: t.id({ description: 'Filters by user.' }),
    pool: t.id({ description: 'Filters by pool.' }),
    states: t.field({ type: [JobStateEnum], description: 'Filters by state.' }),
    search: t.string({ description: 'Start of the name.' }),
  }),
});

type Filter = typeof JobFilterInput.$inferInput;

const isTerminal = (state: JobState): boolean => terminalJobStates.includes(state);
const LIVE = jobStates.filter((state) => !isTerminal(state));

/** The jobs that are asked for, and whether the filter has more than one mutation changes. */
async function chosen(
  calls: Calls,
  ids: readonly unknown[] | null | undefined,
  filter: Filter | null | undefined,
  possible: readonly JobState[],
): Promise<Result<{ readonly jobIds: readonly string[]; readonly more: boolean }, Rejection>> {
  if ((ids == null) === (filter == null))
    return err(reject('VALIDATION_FAILED', 'ids: give either ids or a filter', 'ids'));
  if (ids != null) {
    if (ids.length === 0 || ids.length > MAX_JOBS)
      return err(
        reject('VALIDATION_FAILED', `ids: must have 1 to ${MAX_JOBS} ids, has ${ids.length}`, 'ids'),
      );
    return ok({ jobIds: [...new Set(ids.map((id) => toPlainId(String(id))))], more: false });
  }
  const { project, user, pool, states, search } = filter ?? {};
  const given = defined({
    projectId: plainIdOf(project),
    userId: plainIdOf(user),
    poolId: plainIdOf(pool),
    search: search ?? undefined,
  });
  if (Object.keys(given).length === 0 && states == null)
    return err(reject('VALIDATION_FAILED', 'filter: must have at least one member', 'filter'));
  // Only what can be changed: else the same jobs would come again each time, and the next ones never.
  const wanted = possible.filter((state) => states?.includes(state) ?? true);
  if (wanted.length === 0)
    return err(
      reject(
        'VALIDATION_FAILED',
        `filter.states: must have one of ${possible.map(toEnumName).join(', ')}`,
        'filter.states',
      ),
    );
  const page = await calls.query(jobsQuery, { first: MAX_JOBS, ...given, states: wanted });
  return ok({ jobIds: page.items.map(({ node }) => node.id), more: page.hasNextPage });
}

for (const { name, what, operation, possible, reason } of [
  {
    name: 'cancelJobs',
    what: 'Cancels',
    operation: cancelJob,
    possible: LIVE,
    reason: 'Reason; kept in the history.',
  },
  {
    name: 'approveJobs',
    what: 'Approves',
    operation: approveJob,
    possible: ['awaitingApproval'],
    reason: 'Reason; kept in the history.',
  },
  {
    name: 'rejectJobs',
    what: 'Rejects',
    operation: rejectJob,
    possible: ['awaitingApproval'],
    reason: 'Reason; required, and shown to the submitters.',
  },
  { name: 'deleteJobs', what: 'Hides', operation: deleteJob, possible: terminalJobStates, reason: undefined },
] as const) {
  const Name = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  defineMutation({
    name,
    description: `${what} jobs, up to ${MAX_JOBS} at once, by their ids or by a filter. Each is changed or refused individually, as by \`${name.slice(0, -1)}\`.`,
    input: (t) => ({
      ids: t.idList({ description: `Ids of jobs, ${MAX_JOBS} at most.` }),
      filter: t.field({
        type: JobFilterInput,
        description: `In place of ids: the newest ${MAX_JOBS} jobs that fit, and that can be changed so.`,
      }),
      ...(reason === undefined ? {} : { reason: t.string({ description: reason }) }),
    }),
    success: builder.objectRef<Outcome>(`${Name}Success`).implement({
      description: `\`${name}\` succeeded. Each job succeeds or fails independently.`,
      fields: (t) => ({
        items: t.field({
          type: [BulkItem],
          description: 'What became of each job: in the order of the ids, or newest first.',
          resolve: ({ items }) => [...items],
        }),
        more: t.exposeBoolean('more', {
          description: 'Whether the filter has more jobs than were changed. Send it again for the next ones.',
        }),
      }),
    }),
    run: async (input, { calls }, info) => {
      const jobs = await chosen(calls, input.ids, input.filter, possible);
      if (!jobs.ok) return jobs;
      const given = defined({ reason: (input as { readonly reason?: string }).reason });
      if (operation === rejectJob && given.reason === undefined)
        return err(reject('VALIDATION_FAILED', 'reason: is required, and shown to the submitters', 'reason'));
      const items = jobs.value.jobIds.map(async (jobId): Promise<Item> => {
        const reply = await calls.command(operation, { ...given, jobId } as never, info, jobId);
        return reply.ok ? { jobId, job: reply.value } : { jobId, error: toRefusal(reply.error) };
      });
      return ok({ items: await Promise.all(items), more: jobs.value.more });
    },
  });
}
