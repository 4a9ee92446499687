import type { GraphQLError } from 'graphql';
import type { RejectionCode } from '@berth/kernel/rejection';
import { problemAnswer, STATUS_OF, type ProblemAnswer } from '../http/problem.js';

/** A refusal, as GraphQL's `Error` types and the extensions of errors have it. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly field?: string | null | undefined;
  readonly details?: unknown;
  readonly [member: string]: unknown;
}

/** Codes that only the gateway gives. */
const GATEWAY_STATUS: { readonly [code: string]: number } = {
  BAD_REQUEST: 400,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  UNSUPPORTED_MEDIA_TYPE: 415,
  QUERY_TOO_COSTLY: 400,
  INTERNAL: 500,
};

/** Where what a problem means is explained. Relative to the address of the answer (RFC 9457 section 3.1.1). */
export const problemType = (code: string): string => `/problems/${code.toLowerCase().replaceAll('_', '-')}`;

export const statusOf = (code: string): number =>
  STATUS_OF[code as RejectionCode] ?? GATEWAY_STATUS[code] ?? 400;

/** A refusal as problem details (RFC 9457), with all members that it has. */
export function problemOf(refusal: Refusal, traceId: string, status = statusOf(refusal.code)): ProblemAnswer {
  const { code, message, field, details, ...more } = refusal;
  const seconds = (details as { readonly retryAfterSeconds?: unknown } | null | undefined)?.retryAfterSeconds;
  return problemAnswer(
    status,
    {
      type: problemType(code),
      title: code,
      detail: withoutInput(message),
      code,
      ...(field == null ? {} : { field: withoutInput(field) }),
      ...(details == null ? {} : { details }),
      ...more,
      traceId,
    },
    {
      ...(typeof seconds === 'number' ? { 'retry-after': String(Math.ceil(seconds)) } : {}),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
  );
}

/** An error of a result, masked before. Errors of variables name the member of the body or the query part. */
export function refusalOf({ message, extensions }: GraphQLError): Refusal {
  const { code: given, field: place, details, traceId: _traceId, ...more } = extensions;
  const code = given === 'BAD_USER_INPUT' || given === undefined ? 'VALIDATION_FAILED' : String(given);
  const field = typeof place === 'string' ? withoutInput(place) : undefined;
  return { ...more, code, message: withoutInput(message), field, details };
}

const withoutInput = (text: string): string => text.replace(/^input\./, '');
