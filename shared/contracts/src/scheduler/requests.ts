import { z } from 'zod';
import { defineCommand, defineQuery } from '../define.js';
import {
  argument,
  byCreation,
  id,
  instant,
  line,
  nameOrId,
  page,
  type PageOf,
  reason,
  reservationMinutes,
} from '../fields.js';
import type { RejectionCode } from '@berth/kernel/rejection';
import type { RequestedGpus } from './request.events.js';

export const requestKinds = ['request', 'job'] as const;
export const requestStates = [
  'awaitingApproval',
  'approved',
  'waiting',
  'fulfilled',
  'rejected',
  'withdrawn',
  'closed',
] as const;
export type RequestState = (typeof requestStates)[number];

export type GpuRequestView = {
  readonly id: string;
  readonly state: RequestState;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly gpus: RequestedGpus;
  readonly durationMinutes: number;
  readonly notBefore?: string;
  readonly neededBy?: string;
  readonly title?: string;
  readonly reason: string;
  readonly sharedWithProject: boolean;
  readonly grantPriority: number;
  /** The message of its approval, rejection, withdrawal or end. */
  readonly message?: string;
  readonly decidedAt?: string;
  readonly entryId?: string;
  readonly reservationId?: string;
  readonly submittedAt: string;
  readonly updatedAt: string;
};

/** Something that was asked for: a request, or a job that awaits approval. */
export type RequestItem = {
  readonly id: string;
  readonly kind: (typeof requestKinds)[number];
  readonly poolId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly submittedAt: string;
  /** Absent for a job, which has a view of its own. */
  readonly request?: GpuRequestView;
};

/** The outcome of one of several decisions. */
export type DecisionView = {
  readonly id: string;
  readonly kind?: (typeof requestKinds)[number];
  readonly refusal?: { readonly code: RejectionCode; readonly message: string };
};

export const requestGpus = defineCommand<GpuRequestView>('reserveDevices')(
  'scheduler',
  'request',
  'submit',
  z.strictObject({
    /** Id or name. Default: the only pool that the caller may use. */
    pool: nameOrId.optional(),
    /** Id or name. */
    project: nameOrId,
    gpus: z
      .strictObject({
        count: z.number().int().min(1, 'must be at least 1').max(1024).default(1),
        model: argument(120).optional(),
        memoryGb: z.number().positive().max(10_000).optional(),
      })
      .prefault({}),
    durationMinutes: reservationMinutes,
    notBefore: instant.optional(),
    neededBy: instant.optional(),
    title: line(200).min(1, 'must not be empty').optional(),
    reason,
    sharedWithProject: z.boolean().default(false),
  }),
);

export const withdrawRequest = defineCommand<GpuRequestView>('reserveDevices')(
  'scheduler',
  'request',
  'withdraw',
  z.strictObject({ requestId: id, reason: reason.optional() }),
);

export const MAX_DECISIONS = 200;

/** Of requests and of jobs that await approval. Each is decided by itself: one that is refused holds up no other. */
export const decideRequests = defineCommand<readonly DecisionView[]>('decideApprovals')(
  'scheduler',
  'request',
  'decide',
  z
    .strictObject({
      ids: z
        .array(id)
        .min(1, 'must name at least one request or job')
        .max(MAX_DECISIONS, `must name at most ${MAX_DECISIONS}`),
      decision: z.enum(['approve', 'reject']),
      reason: reason.optional(),
    })
    .refine(({ decision, reason: why }) => decision === 'approve' || why !== undefined, {
      path: ['reason'],
      message: 'is required for a rejection',
    }),
);

export const requestQuery = defineQuery<GpuRequestView | null>('read')(
  'scheduler',
  'request',
  z.strictObject({ requestId: id }),
);

/** Oldest first. For staff: what awaits a decision, of all; for others, and with `mine`, what they asked for. */
export const requestsQuery = defineQuery<PageOf<RequestItem>>('read')(
  'scheduler',
  'requests',
  page.extend({
    mine: z.boolean().default(false),
    poolId: id.optional(),
    states: z.array(z.enum(requestStates)).max(20).optional(),
    projectId: id.optional(),
    userId: id.optional(),
    kind: z.enum(requestKinds).optional(),
    /** By when they were submitted; without `sort` the oldest first. */
    ...byCreation,
  }),
);
