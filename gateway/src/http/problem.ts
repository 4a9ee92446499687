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

/** Codes of problems that no service gives. */
export const GATEWAY_STATUS_OF = {
  BAD_REQUEST: 400,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  UNSUPPORTED_MEDIA_TYPE: 415,
  QUERY_TOO_COSTLY: 400,
  INTERNAL: 500,
} as const;
export type ProblemCode = RejectionCode | keyof typeof GATEWAY_STATUS_OF;

/** Where what a code means is explained. Relative to the address of the answer (RFC 9457 section 3.1.1). */
export const problemType = (code: string): string => `/problems/${code.toLowerCase().replaceAll('_', '-')}`;

/** Problem details (RFC 9457), ready to be sent. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export interface ProblemDetails {
  /** The code, which programs look at. */
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
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...headers,
    },
    body: JSON.stringify({ type: problemType(problem.title), status, ...problem, code: problem.title }),
  };
}

export function rejectionAnswer(rejection: Rejection, traceId: string): ProblemAnswer {
  const { code, message, field, details } = rejection;
  const problem = { title: code, detail: message, ...defined({ field, details }), traceId };
  return problemAnswer(STATUS_OF[code], problem, retryAfter(details));
}

/** The header `Retry-After`, where the details of a refusal say when to try again. */
export function retryAfter(details: unknown): { readonly [name: string]: string } {
  const seconds = (details as { readonly retryAfterSeconds?: unknown } | null | undefined)?.retryAfterSeconds;
  return typeof seconds === 'number' ? { 'retry-after': String(Math.ceil(seconds)) } : {};
}

export const sendProblem = (response: ServerResponse, status: number, problem: ProblemDetails): void =>
  sendProblemAnswer(response, problemAnswer(status, problem));

export const sendRejection = (response: ServerResponse, rejection: Rejection, traceId: string): void =>
  sendProblemAnswer(response, rejectionAnswer(rejection, traceId));

export function sendProblemAnswer(response: ServerResponse, { status, headers, body }: ProblemAnswer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
