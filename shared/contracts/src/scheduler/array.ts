import { z } from 'zod';
import { defineCommand, defineEvent, defineQuery, type EventOf } from '../define.js';
import { id, instant, page, reason, sealedValue, type PageOf } from '../fields.js';
import { submitJobInput } from './operations.js';
import { jobTemplate, type JobTemplateView } from './template.js';
import type { JobView } from './views.js';

export const arrayStates = ['running', 'succeeded', 'failed', 'cancelled'] as const;
export type ArrayState = (typeof arrayStates)[number];

const array = { arrayId: id, projectId: id };
const index = z.number().int().min(0);

export const arrayEvents = {
  submitted: defineEvent(
    'scheduler.array.submitted.v1',
    'An array of jobs was accepted, admitted whole. Env and parameters are sealed under the key of the project.',
    z.object({
      ...array,
      userId: id,
      name: z.string(),
      ownId: z.string().optional(),
      job: jobTemplate,
      /** What is in the env of each member besides. */
      parameters: sealedValue.optional(),
      size: z.number().int().min(1),
      /** So many members may be jobs that have not ended; all where left out. */
      maxParallel: z.number().int().min(1).optional(),
      /** All start together or not at all. */
      gang: z.boolean(),
      submittedAt: instant,
    }),
  ),
  memberEnded: defineEvent(
    'scheduler.array.memberEnded.v1',
    'The job of a member has ended; where another one waited for that, it becomes a job.',
    z.object({
      ...array,
      index,
      outcome: z.enum(['succeeded', 'failed', 'cancelled']),
      next: index.optional(),
      endedAt: instant,
    }),
  ),
  refused: defineEvent(
    'scheduler.array.refused.v1',
    'When their turn came, members were refused: these, and all from an index on, will not be jobs.',
    z.object({
      ...array,
      indexes: z.array(index),
      from: index,
      code: z.string(),
      message: z.string(),
      refusedAt: instant,
    }),
  ),
  cancelRequested: defineEvent(
    'scheduler.array.cancelRequested.v1',
    'Someone wants the array ended: what is no job yet never becomes one, the others are being ended.',
    z.object({ ...array, reason: z.string().optional(), requestedAt: instant }),
  ),
  ended: defineEvent(
    'scheduler.array.ended.v1',
    'Every member has come to an end.',
    z.object({ ...array, outcome: z.enum(['succeeded', 'failed', 'cancelled']), endedAt: instant }),
  ),
};
export type ArrayEvent = EventOf<typeof arrayEvents>;

/** Members by where they are; together they are all. */
export type MemberCounts = {
  /** Not jobs yet: as many others as may be at a time have not ended. */
  readonly held: number;
  readonly waiting: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly refused: number;
};

export type ArrayView = {
  readonly id: string;
  readonly ownId?: string;
  readonly name: string;
  readonly projectId: string;
  readonly userId: string;
  readonly job: JobTemplateView;
  readonly size: number;
  readonly maxParallel?: number;
  readonly gang: boolean;
  readonly state: ArrayState;
  readonly cancelRequested: boolean;
  readonly counts: MemberCounts;
  /** Why members were refused. */
  readonly message?: string;
  readonly createdAt: string;
  readonly endedAt?: string;
};

const MOST_MEMBERS = 10_000;
const MOST_IN_GANG = 256;

export const submitArrayInput = submitJobInput
  .extend({
    count: z.number().int().min(1).max(MOST_MEMBERS, `must be at most ${MOST_MEMBERS}`).optional(),
    /** Env of each member, beside what all have; as many as there are to be members. */
    parameters: z
      .array(submitJobInput.shape.env)
      .min(1)
      .max(MOST_MEMBERS, `must have at most ${MOST_MEMBERS} members`)
      .optional(),
    maxParallel: z.number().int().min(1).max(MOST_MEMBERS).optional(),
    gang: z.boolean().default(false),
  })
  .check(({ value, issues }) => {
    const wrong = (field: string, message: string): void => {
      issues.push({ code: 'custom', path: [field], message, input: value });
    };
    const { count, parameters, maxParallel, gang } = value;
    if ((count === undefined) === (parameters === undefined))
      wrong('count', 'give either count, or parameters with an entry for each member');
    if (gang && maxParallel !== undefined)
      wrong('maxParallel', 'the members of a gang start together; leave it out');
    if (gang && (count ?? parameters?.length ?? 0) > MOST_IN_GANG)
      wrong(count === undefined ? 'parameters' : 'count', `a gang has at most ${MOST_IN_GANG} members`);
  });
export type SubmitArrayInput = z.output<typeof submitArrayInput>;

export const submitArray = defineCommand<ArrayView>()('scheduler', 'array', 'submit', submitArrayInput);
export const cancelArray = defineCommand<ArrayView>()(
  'scheduler',
  'array',
  'cancel',
  z.strictObject({ arrayId: id, reason: reason.optional() }),
);
export const arraysByIdQuery = defineQuery<readonly ArrayView[]>()(
  'scheduler',
  'arraysById',
  z.strictObject({ ids: z.array(id).max(500) }),
);
/** In the order of their indexes; those that are jobs. */
export const arrayMembersQuery = defineQuery<PageOf<JobView>>()(
  'scheduler',
  'arrayMembers',
  page.extend({ arrayId: id }),
);
