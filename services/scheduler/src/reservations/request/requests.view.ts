import { readAs } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { RequestEvent } from '@berth/contracts/scheduler/request.events';
import type { GpuRequestView, RequestItem } from '@berth/contracts/scheduler/requests';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

/** Requests as long as they are kept, and jobs as long as they await approval. */
export type RequestDocument = Omit<RequestItem, 'request'> & {
  readonly state: GpuRequestView['state'];
  readonly request: GpuRequestView | null;
};

export const requestsView: Projection<RequestDocument> = {
  name: 'requests',
  version: 1,
  collection: {
    name: 'requests',
    indexes: [
      { fields: ['state', 'submittedAt'] },
      { fields: ['userId', 'submittedAt'] },
      { fields: ['poolId'] },
      { fields: ['projectId', 'submittedAt'] },
      { fields: ['kind', 'submittedAt'] },
    ],
  },
  keys: ({ type, data }) => {
    if (type.startsWith('scheduler.request.')) return [String(data['requestId'])];
    return isAboutApproval(type) ? [String(data['jobId'])] : [];
  },
  evolve: (document, event) =>
    event.type.startsWith('scheduler.request.')
      ? ofRequest(document?.request ?? undefined, readAs<RequestEvent>(event))
      : ofJob(document, readAs<JobEvent>(event)),
};

/** What begins or ends a job's wait for approval; one that was not awaiting it has no document here. */
const isAboutApproval = (type: string): boolean =>
  type === 'scheduler.job.submitted.v1' ||
  type === 'scheduler.job.approved.v1' ||
  type === 'scheduler.job.rejected.v1' ||
  type === 'scheduler.job.cancelled.v1';

function ofJob(document: RequestDocument | undefined, event: JobEvent): RequestDocument | undefined {
  if (event.type !== 'scheduler.job.submitted.v1' || !event.data.approvalRequired) return undefined;
  const { jobId, projectId, userId, poolId, submittedAt } = event.data;
  const item = { id: jobId, kind: 'job', projectId, userId, poolId, submittedAt, request: null } as const;
  return document ?? { ...item, state: 'awaitingApproval' };
}

function ofRequest(before: GpuRequestView | undefined, event: RequestEvent): RequestDocument {
  const request = evolveRequestView(before, event);
  const { id, state, projectId, userId, poolId, submittedAt } = request;
  return { id, kind: 'request', state, projectId, userId, poolId, submittedAt, request };
}

export function evolveRequestView(request: GpuRequestView | undefined, event: RequestEvent): GpuRequestView {
  if (event.type === 'scheduler.request.submitted.v1') {
    const { requestId: id, approvalRequired: _, ...facts } = event.data;
    return { ...facts, id, state: 'awaitingApproval', updatedAt: facts.submittedAt } as GpuRequestView;
  }
  if (!request) throw new Error(`${event.type} on a request that was never made`);
  const why = (message: string | undefined) => defined({ message });
  switch (event.type) {
    case 'scheduler.request.approved.v1': {
      const { reason, approvedAt: at } = event.data;
      return { ...request, state: 'approved', ...why(reason), decidedAt: at, updatedAt: at };
    }
    case 'scheduler.request.rejected.v1': {
      const { reason, rejectedAt: at } = event.data;
      return { ...request, state: 'rejected', ...why(reason), decidedAt: at, updatedAt: at };
    }
    case 'scheduler.request.withdrawn.v1': {
      const { reason, withdrawnAt } = event.data;
      return { ...request, state: 'withdrawn', ...why(reason), updatedAt: withdrawnAt };
    }
    case 'scheduler.request.waiting.v1': {
      const { entryId, waitingSince } = event.data;
      return { ...request, state: 'waiting', entryId, updatedAt: waitingSince };
    }
    case 'scheduler.request.fulfilled.v1': {
      const { reservationId, fulfilledAt } = event.data;
      return { ...request, state: 'fulfilled', reservationId, updatedAt: fulfilledAt };
    }
    case 'scheduler.request.closed.v1': {
      const { reason, closedAt } = event.data;
      return { ...request, state: 'closed', ...why(reason), updatedAt: closedAt };
    }
    default:
      return assertNever(event);
  }
}
