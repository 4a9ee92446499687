import type { GraphQLResolveInfo } from 'graphql';
import { z } from 'zod';
import { id, instant } from '@berth/contracts/fields';
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
import { deriveInputType, type FieldTexts } from '../graphql/derived-input.js';
import { toEnumName } from '../graphql/enum.js';
import { ErrorInterface, toRefusal, type Refusal } from '../graphql/errors.js';
import { toGlobalId } from '../graphql/ids.js';
import { CREATED_FROM, CREATED_UNTIL } from '../graphql/list-sort.js';
import { asSuccess, defineMutation } from '../graphql/mutation.js';
import { Job } from './job.type.js';

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

const jobFilter = z.strictObject({
  project: id.optional(),
  user: id.optional(),
  pool: id.optional(),
  host: id.optional(),
  states: z.array(z.enum(jobStates)).optional(),
  search: z.string().optional(),
  createdFrom: instant.optional(),
  createdUntil: instant.optional(),
});

deriveInputType(jobFilter, {
  name: 'JobFilterInput',
  description: 'Which jobs, as in `jobs`: those that fit all of it.',
  fields: {
    project: 'Filters by project.',
    user: 'Filters by user.',
    pool: 'Filters by pool.',
    host: 'Filters by the host of the latest run.',
    states: 'Filters by state.',
    search: 'Start of the name.',
    createdFrom: CREATED_FROM,
    createdUntil: CREATED_UNTIL,
  },
});

const isTerminal = (state: JobState): boolean => terminalJobStates.includes(state);
const LIVE = jobStates.filter((state) => !isTerminal(state));

/** The jobs that are asked for, and whether the filter has more than one mutation changes. */
async function chosen(
  calls: Calls,
  { ids, filter }: z.input<typeof selection>,
  possible: readonly JobState[],
): Promise<Result<{ readonly jobIds: readonly string[]; readonly more: boolean }, Rejection>> {
  if (ids !== undefined && filter === undefined) {
    if (ids.length === 0 || ids.length > MAX_JOBS)
      return err(
        reject('VALIDATION_FAILED', `ids: must have 1 to ${MAX_JOBS} ids, has ${ids.length}`, 'ids', {
          minimum: 1,
          maximum: MAX_JOBS,
          given: ids.length,
        }),
      );
    return ok({ jobIds: [...new Set(ids)], more: false });
  }
  if (filter === undefined || ids !== undefined)
    return err(reject('VALIDATION_FAILED', 'ids: give either ids or a filter', 'ids'));
  const { project, user, pool, host, states, ...rest } = filter;
  const given = defined({ projectId: project, userId: user, poolId: pool, hostId: host, ...rest });
  if (Object.keys(given).length === 0 && states === undefined)
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

const selection = z.strictObject({ ids: z.array(id).optional(), filter: jobFilter.optional() });
const withReason = selection.extend({ reason: z.string().optional() });
const selectionTexts = {
  ids: `Ids of jobs, ${MAX_JOBS} at most.`,
  filter: `In place of ids: the newest ${MAX_JOBS} jobs that fit, and that can be changed so.`,
};

interface Bulk<S extends typeof selection | typeof withReason> {
  readonly name: string;
  readonly what: string;
  readonly schema: S;
  readonly input: FieldTexts<S>;
  /** The states of jobs that can be changed so. */
  readonly possible: readonly JobState[];
  /** Why it is refused whole. */
  readonly refusal?: (input: z.input<S>) => Rejection | undefined;
  readonly change: (
    calls: Calls,
    jobId: string,
    input: z.input<S>,
    info: GraphQLResolveInfo,
  ) => Promise<Result<JobView, Rejection>>;
}

function defineBulk<S extends typeof selection | typeof withReason>(bulk: Bulk<S>): void {
  const { name, what, schema, input: texts, possible, refusal, change } = bulk;
  const success = builder.objectRef<Outcome>(`${name.charAt(0).toUpperCase()}${name.slice(1)}Success`);
  success.implement({
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
  });
  defineMutation<S, Outcome>({
    name,
    description: `${what} jobs, up to ${MAX_JOBS} at once, by their ids or by a filter. Each is changed or refused individually, as by \`${name.slice(0, -1)}\`.`,
    schema,
    input: texts,
    success: asSuccess(success),
    run: async (input, { calls }, info) => {
      const jobs = await chosen(calls, input, possible);
      if (!jobs.ok) return jobs;
      const refused = refusal?.(input);
      if (refused) return err(refused);
      const items = jobs.value.jobIds.map(async (jobId): Promise<Item> => {
        const reply = await change(calls, jobId, input, info);
        return reply.ok ? { jobId, job: reply.value } : { jobId, error: toRefusal(reply.error) };
      });
      return ok({ items: await Promise.all(items), more: jobs.value.more });
    },
  });
}

defineBulk({
  name: 'cancelJobs',
  what: 'Cancels',
  schema: withReason,
  input: { ...selectionTexts, reason: 'Reason; kept in the history.' },
  possible: LIVE,
  change: (calls, jobId, { reason }, info) =>
    calls.command(cancelJob, defined({ jobId, reason }), info, jobId),
});
defineBulk({
  name: 'approveJobs',
  what: 'Approves',
  schema: withReason,
  input: { ...selectionTexts, reason: 'Reason; kept in the history.' },
  possible: ['awaitingApproval'],
  change: (calls, jobId, { reason }, info) =>
    calls.command(approveJob, defined({ jobId, reason }), info, jobId),
});
defineBulk({
  name: 'rejectJobs',
  what: 'Rejects',
  schema: withReason,
  input: { ...selectionTexts, reason: 'Reason; required, and shown to the submitters.' },
  possible: ['awaitingApproval'],
  refusal: ({ reason }) =>
    reason === undefined
      ? reject('VALIDATION_FAILED', 'reason: is required, and shown to the submitters', 'reason')
      : undefined,
  change: (calls, jobId, { reason = '' }, info) => calls.command(rejectJob, { jobId, reason }, info, jobId),
});
defineBulk({
  name: 'deleteJobs',
  what: 'Hides',
  schema: selection,
  input: selectionTexts,
  possible: terminalJobStates,
  change: (calls, jobId, _input, info) => calls.command(deleteJob, { jobId }, info, jobId),
});
