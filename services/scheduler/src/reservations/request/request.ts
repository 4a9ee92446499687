import type { RequestEvent, RequestedGpus } from '@berth/contracts/scheduler/request.events';
import { assertNever } from '@berth/kernel/assert-never';

/** The request and its owner: the same whatever its outcome. */
export interface RequestFacts {
  readonly requestId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly gpus: RequestedGpus;
  readonly durationMinutes: number;
  readonly notBefore?: string | undefined;
  readonly neededBy?: string | undefined;
  readonly title?: string | undefined;
  readonly reason: string;
  readonly sharedWithProject: boolean;
  readonly grantPriority: number;
  readonly submittedAt: string;
}

export type Request =
  | { readonly status: 'none' }
  | { readonly status: 'awaitingApproval' | 'approved'; readonly facts: RequestFacts }
  | { readonly status: 'waiting'; readonly facts: RequestFacts; readonly entryId: string }
  | { readonly status: 'fulfilled'; readonly facts: RequestFacts; readonly reservationId: string }
  | { readonly status: 'rejected' | 'withdrawn' | 'closed'; readonly facts: RequestFacts };
export type ExistingRequest = Exclude<Request, { status: 'none' }>;

export const noRequest: Request = { status: 'none' };

export function evolveRequest(request: Request, event: RequestEvent): Request {
  if (event.type === 'scheduler.request.submitted.v1') {
    const { approvalRequired: _, ...facts } = event.data;
    return { status: 'awaitingApproval', facts };
  }
  if (request.status === 'none') throw new Error(`${event.type} on a request that was never made`);
  const { facts } = request;
  switch (event.type) {
    case 'scheduler.request.approved.v1':
      return { status: 'approved', facts };
    case 'scheduler.request.rejected.v1':
      return { status: 'rejected', facts };
    case 'scheduler.request.withdrawn.v1':
      return { status: 'withdrawn', facts };
    case 'scheduler.request.waiting.v1':
      return { status: 'waiting', facts, entryId: event.data.entryId };
    case 'scheduler.request.fulfilled.v1':
      return { status: 'fulfilled', facts, reservationId: event.data.reservationId };
    case 'scheduler.request.closed.v1':
      return { status: 'closed', facts };
    default:
      return assertNever(event);
  }
}

export interface SubmitRequest extends Omit<RequestFacts, 'submittedAt'> {
  readonly type: 'submit';
  readonly approvalRequired: boolean;
  readonly now: string;
}

export type RequestCommand =
  | SubmitRequest
  | { readonly type: 'approve'; readonly reason?: string | undefined; readonly now: string }
  | { readonly type: 'reject'; readonly reason: string; readonly now: string }
  | { readonly type: 'withdraw'; readonly reason?: string | undefined; readonly now: string }
  | { readonly type: 'wait'; readonly entryId: string; readonly now: string }
  | {
      readonly type: 'fulfil';
      readonly reservationId: string;
      readonly from: string;
      readonly until: string;
      readonly now: string;
    }
  | { readonly type: 'close'; readonly reason: string; readonly now: string };
