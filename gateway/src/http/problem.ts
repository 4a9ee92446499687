import type { ServerResponse } from 'node:http';
import type { Rejection, RejectionCode } from '@berth/kernel/rejection';

/** The HTTP status of each refusal, where an answer is not GraphQL. */
export const STATUS_OF: { readonly [code in RejectionCode]: number } = {
  VALIDATION_FAILED: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  INVALID_STATE: 409,
  IDEMPOTENCY_KEY_REUSED: 422,
  QUOTA_EXCEEDED: 403,
  QUEUE_FULL: 429,
  CAN_NEVER_RUN: 422,
  RESERVATION_CONFLICT: 409,
  RATE_LIMITED: 429,
  VIEW_BEHIND: 503,
  UNAVAILABLE: 503,
};

/** Answers with problem details (RFC 9457). */
export function sendProblem(
  response: ServerResponse,
  status: number,
  problem: { readonly title: string; readonly detail?: string; readonly [member: string]: unknown },
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is left of the body is not waited for.
  if (status === 413) response.setHeader('connection', 'close');
  response.writeHead(status, {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify({ type: 'about:blank', status, ...problem }));
}

export function sendRejection(response: ServerResponse, rejection: Rejection, traceId: string): void {
  const { code, message, field, details } = rejection;
  const seconds = details?.['retryAfterSeconds'];
  if (typeof seconds === 'number') response.setHeader('retry-after', String(Math.ceil(seconds)));
  sendProblem(response, STATUS_OF[code], {
    title: code,
    detail: message,
    ...(field === undefined ? {} : { field }),
    traceId,
  });
}
