import { defined } from '@berth/kernel/defined';
import type { RequestEvent } from '@berth/contracts/scheduler/request.events';
import { assertNever } from '@berth/kernel/assert-never';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import {
  evolveRequest,
  noRequest,
  type ExistingRequest,
  type Request,
  type RequestCommand,
  type SubmitRequest,
} from './request.js';

type Decision = Result<readonly RequestEvent[], Rejection>;
type CommandOf<K extends RequestCommand['type']> = Extract<RequestCommand, { type: K }>;

/** Deciding what is decided so already changes nothing; deciding it otherwise is refused. */
export const requestDecider: Decider<Request, RequestCommand, RequestEvent> = {
  initialState: noRequest,
  evolve: evolveRequest,
  decide(command, request) {
    if (command.type === 'submit') return submit(command, request);
    if (request.status === 'none') return err(reject('NOT_FOUND', 'there is no such request', 'requestId'));
    switch (command.type) {
      case 'approve':
        return approve(command, request);
      case 'reject':
        return refuse(command, request);
      case 'withdraw':
        return withdraw(command, request);
      case 'wait':
        return wait(command, request);
      case 'fulfil':
        return fulfil(command, request);
      case 'close':
        return close(command, request);
      default:
        return assertNever(command);
    }
  },
};

function submit({ type: _, now, ...intent }: SubmitRequest, request: Request): Decision {
  if (request.status !== 'none')
    return err(reject('ALREADY_EXISTS', 'a request with this id exists already'));
  const { requestId, projectId, userId, poolId } = intent;
  const submitted: RequestEvent = {
    type: 'scheduler.request.submitted.v1',
    data: { ...intent, submittedAt: now },
  };
  if (intent.approvalRequired) return ok([submitted]);
  const approved = { requestId, projectId, userId, poolId, automatic: true, approvedAt: now };
  return ok([submitted, { type: 'scheduler.request.approved.v1', data: approved }]);
}

function approve({ reason, now }: CommandOf<'approve'>, request: ExistingRequest): Decision {
  switch (request.status) {
    case 'awaitingApproval': {
      const why = defined({ reason });
      const data = { ...idsOf(request), automatic: false, approvedAt: now, ...why };
      return ok([{ type: 'scheduler.request.approved.v1', data }]);
    }
    case 'approved':
    case 'waiting':
    case 'fulfilled':
      return ok([]);
    case 'rejected':
    case 'withdrawn':
    case 'closed':
      return wrongState(request, 'only a request that awaits approval can be approved');
    default:
      return assertNever(request);
  }
}

function refuse({ reason, now }: CommandOf<'reject'>, request: ExistingRequest): Decision {
  if (request.status === 'rejected') return ok([]);
  if (request.status !== 'awaitingApproval')
    return wrongState(request, 'only a request that awaits approval can be rejected');
  const data = { ...idsOf(request), reason, rejectedAt: now };
  return ok([{ type: 'scheduler.request.rejected.v1', data }]);
}

function withdraw({ reason, now }: CommandOf<'withdraw'>, request: ExistingRequest): Decision {
  switch (request.status) {
    case 'awaitingApproval':
    case 'approved':
    case 'waiting': {
      const why = defined({ reason });
      const data = { ...idsOf(request), withdrawnAt: now, ...why };
      return ok([{ type: 'scheduler.request.withdrawn.v1', data }]);
    }
    case 'withdrawn':
      return ok([]);
    case 'fulfilled':
      return wrongState(request, 'its devices are reserved; cancel or release the reservation instead');
    case 'rejected':
    case 'closed':
      return wrongState(request, 'the request has ended and cannot be withdrawn');
    default:
      return assertNever(request);
  }
}

function wait({ entryId, now }: CommandOf<'wait'>, request: ExistingRequest): Decision {
  if (request.status === 'waiting' && request.entryId === entryId) return ok([]);
  if (request.status !== 'approved')
    return wrongState(request, 'only an approved request can be put on the waiting list');
  const data = { ...idsOf(request), entryId, waitingSince: now };
  return ok([{ type: 'scheduler.request.waiting.v1', data }]);
}

function fulfil(command: CommandOf<'fulfil'>, request: ExistingRequest): Decision {
  const { reservationId, from, until, now } = command;
  if (request.status === 'fulfilled' && request.reservationId === reservationId) return ok([]);
  if (request.status !== 'approved' && request.status !== 'waiting')
    return wrongState(request, 'only an approved request can be fulfilled');
  const data = { ...idsOf(request), reservationId, from, until, fulfilledAt: now };
  return ok([{ type: 'scheduler.request.fulfilled.v1', data }]);
}

/** A failure may be recorded late: a request that has ended keeps its end. */
function close({ reason, now }: CommandOf<'close'>, request: ExistingRequest): Decision {
  if (request.status !== 'approved' && request.status !== 'waiting') return ok([]);
  const data = { ...idsOf(request), reason, closedAt: now };
  return ok([{ type: 'scheduler.request.closed.v1', data }]);
}

const idsOf = ({ facts: { requestId, projectId, userId, poolId } }: ExistingRequest) => ({
  requestId,
  projectId,
  userId,
  poolId,
});

const wrongState = ({ status }: ExistingRequest, what: string): Decision =>
  err(reject('INVALID_STATE', `the request is ${status}: ${what}`, 'requestId', { state: status }));
