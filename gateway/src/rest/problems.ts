import type { GraphQLError } from 'graphql';
import type { RejectionCode } from '@berth/kernel/rejection';
import {
  GATEWAY_STATUS_OF,
  problemAnswer,
  retryAfter,
  STATUS_OF,
  type ProblemAnswer,
} from '../http/problem.js';

/** A refusal, as GraphQL's `Error` types and the extensions of errors have it. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly field?: string | null | undefined;
  readonly details?: unknown;
  readonly [member: string]: unknown;
}

export const statusOf = (code: string): number =>
  STATUS_OF[code as RejectionCode] ?? GATEWAY_STATUS_OF[code as keyof typeof GATEWAY_STATUS_OF] ?? 400;

/** A refusal as problem details (RFC 9457), with all members that it has. */
export function problemOf(refusal: Refusal, traceId: string, status = statusOf(refusal.code)): ProblemAnswer {
  const { code, message, field, details, ...more } = refusal;
  const problem = {
    title: code,
    detail: withoutInput(message),
    ...(field == null ? {} : { field: withoutInput(field) }),
    ...(details == null ? {} : { details }),
    ...more,
    traceId,
  };
  return problemAnswer(status, problem, retryAfter(details));
}

/** An error of a result, masked before. Errors of variables name the member of the body or the query part. */
export function refusalOf({ message, extensions }: GraphQLError): Refusal {
  const { code: given, field: place, details, traceId: _traceId, ...more } = extensions;
  const code = given === 'BAD_USER_INPUT' || given === undefined ? 'VALIDATION_FAILED' : String(given);
  const field = typeof place === 'string' ? withoutInput(place) : undefined;
  return { ...more, code, message: withoutInput(message), field, details };
}

const withoutInput = (text: string): string => text.replace(/^input\./, '');
