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
    'An array of jobs was accepted, admitted whole. Env and parameters are encrypted with the key of the project.',
    z.object({
      ...array,
      userId: id,
      name: z.string(),
      externalId: z.string().optional(),
      job: jobTemplate,
      /** Additional variables in the env of each member. */
      parameters: sealedValue.optional(),
      size: z.number().int().min(1),
      /** So many members may be jobs that have not ended; all if omitted. */
      maxParallel: z.number().int().min(1).optional(),
      /** All start together or not at all. */
      gang: z.boolean(),
      submittedAt: instant,
    }),
  ),
  memberEnded: defineEvent(
    'scheduler.array.memberEnded.v1',
    'The job of a member has ended; the next waiting member is then submitted.',
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
    'Members were refused when they were to be submitted: these, and all from an index on, will not run.',
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
    'The cancellation of the array was requested: members not submitted yet never are, the others are being ended.',
    z.object({ ...array, reason: z.string().optional(), requestedAt: instant }),
  ),
  ended: defineEvent(
    'scheduler.array.ended.v1',
    'Every member has ended.',
    z.object({ ...array, outcome: z.enum(['succeeded', 'failed', 'cancelled']), endedAt: instant }),
  ),
};
export type ArrayEvent = EventOf<typeof arrayEvents>;

/** Number of members by state; the sum is the size. */
export type MemberCounts = {
  /** Not submitted yet: the maximum of concurrent members is reached. */
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
  readonly externalId?: string;
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

const MAX_MEMBERS = 10_000;
const MAX_IN_GANG = 256;

export const submitArrayInput = submitJobInput
  .extend({
    count: z.number().int().min(1).max(MAX_MEMBERS, `must be at most ${MAX_MEMBERS}`).optional(),
    /** Env of each member, in addition to the common env; one entry per member. */
    parameters: z
      .array(submitJobInput.shape.env)
      .min(1)
      .max(MAX_MEMBERS, `must have at most ${MAX_MEMBERS} members`)
      .optional(),
    maxParallel: z.number().int().min(1).max(MAX_MEMBERS).optional(),
    gang: z.boolean().default(false),
  })
  .check(({ value, issues }) => {
    const wrong = (field: string, message: string): void => {
      issues.push({ code: 'custom', path: [field], message, input: value });
    };
    const { count, parameters, maxParallel, gang } = value;
    if ((count === undefined) === (parameters === undefined))
      wrong('count', 'give either count, or parameters with one entry per member');
    if (gang && maxParallel !== undefined)
      wrong('maxParallel', 'must be omitted for a gang: all of its members start together');
    if (gang && (count ?? parameters?.length ?? 0) > MAX_IN_GANG)
      wrong(
        count === undefined ? 'parameters' : 'count',
        `must be at most ${MAX_IN_GANG} members for a gang`,
      );
  });
export type SubmitArrayInput = z.output<typeof submitArrayInput>;

export const submitArray = defineCommand<ArrayView>('runJobs')(
  'scheduler',
  'array',
  'submit',
  submitArrayInput,
);
export const cancelArray = defineCommand<ArrayView>('runJobs')(
  'scheduler',
  'array',
  'cancel',
  z.strictObject({ arrayId: id, reason: reason.optional() }),
);
export const arraysByIdQuery = defineQuery<readonly ArrayView[]>('read')(
  'scheduler',
  'arraysById',
  z.strictObject({ ids: z.array(id).max(500) }),
);
/** In the order of their indexes; those that are jobs. */
export const arrayMembersQuery = defineQuery<PageOf<JobView>>('read')(
  'scheduler',
  'arrayMembers',
  page.extend({ arrayId: id }),
);
