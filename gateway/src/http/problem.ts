import type { ServerResponse } from 'node:http';
import { defined } from '@berth/kernel/defined';
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

/** Problem details (RFC 9457), ready to be sent. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export interface ProblemDetails {
  readonly title: string;
  readonly detail?: string;
  readonly [member: string]: unknown;
}

export function problemAnswer(
  status: number,
  problem: ProblemDetails,
  headers: { readonly [name: string]: string } = {},
): ProblemAnswer {
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      // The rest of the body is not read.
      ...(status === 413 ? { connection: 'close' } : {}),
      ...headers,
    },
    body: JSON.stringify({ type: 'about:blank', status, ...problem }),
  };
}

export function rejectionAnswer(rejection: Rejection, traceId: string): ProblemAnswer {
  const { code, message, field, details } = rejection;
  const seconds = details?.['retryAfterSeconds'];
  return problemAnswer(
    STATUS_OF[code],
    { title: code, detail: message, ...defined({ field }), traceId },
    typeof seconds === 'number' ? { 'retry-after': String(Math.ceil(seconds)) } : {},
  );
}

export const sendProblem = (response: ServerResponse, status: number, problem: ProblemDetails): void =>
  send(response, problemAnswer(status, problem));

export const sendRejection = (response: ServerResponse, rejection: Rejection, traceId: string): void =>
  send(response, rejectionAnswer(rejection, traceId));

function send(response: ServerResponse, { status, headers, body }: ProblemAnswer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, headers);
  response.end(body);
}
