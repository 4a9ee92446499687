import { z } from 'zod';
import { defineEvent, type EventOf } from '../define.js';
import { id, instant } from '../fields.js';

/** Devices that are asked for without a command: any that match. */
export const wantedGpus = z.object({
  count: z.number().int().min(1),
  model: z.string().optional(),
  memoryGb: z.number().positive().optional(),
});
export type RequestedGpus = z.output<typeof wantedGpus>;

const request = { requestId: id, projectId: id, userId: id, poolId: id };

/**
 * "I need N GPUs for this long, because ...": decided where the pool asks for it, then reserved or put on the
 * waiting list.
 */
export const requestEvents = {
  submitted: defineEvent(
    'scheduler.request.submitted.v1',
    'A user requested devices for a duration. If no approval is required, the same append approves the request.',
    z.object({
      ...request,
      gpus: wantedGpus,
      durationMinutes: z.number().positive(),
      /** The window begins no earlier. */
      notBefore: instant.optional(),
      /** The window begins by then, or not at all. */
      neededBy: instant.optional(),
      title: z.string().optional(),
      reason: z.string(),
      sharedWithProject: z.boolean(),
      grantPriority: z.number().int().min(0).max(2),
      approvalRequired: z.boolean(),
      submittedAt: instant,
    }),
  ),
  approved: defineEvent(
    'scheduler.request.approved.v1',
    'The request was approved: by an approver, or because the pool requires no approval.',
    z.object({ ...request, automatic: z.boolean(), reason: z.string().optional(), approvedAt: instant }),
  ),
  rejected: defineEvent(
    'scheduler.request.rejected.v1',
    'An approver rejected the request.',
    z.object({ ...request, reason: z.string(), rejectedAt: instant }),
  ),
  withdrawn: defineEvent(
    'scheduler.request.withdrawn.v1',
    'The request was withdrawn.',
    z.object({ ...request, reason: z.string().optional(), withdrawnAt: instant }),
  ),
  waiting: defineEvent(
    'scheduler.request.waiting.v1',
    'No window is free in time: the request waits on the waiting list of its pool.',
    z.object({ ...request, entryId: id, waitingSince: instant }),
  ),
  fulfilled: defineEvent(
    'scheduler.request.fulfilled.v1',
    'Devices are reserved for the request; from here on the reservation is independent of it.',
    z.object({ ...request, reservationId: id, from: instant, until: instant, fulfilledAt: instant }),
  ),
  closed: defineEvent(
    'scheduler.request.closed.v1',
    'The request was closed after its approval: its time has passed, or the devices are no longer available.',
    z.object({ ...request, reason: z.string(), closedAt: instant }),
  ),
};
export type RequestEvent = EventOf<typeof requestEvents>;
