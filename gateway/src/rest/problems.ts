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

/** Names arguments as the query part of the URL does: `limit` where it says `first`. */
export function inUrlNames(
  refusal: Refusal,
  names: readonly { readonly name: string; readonly variable: string }[],
): Refusal {
  if (refusal.code !== 'VALIDATION_FAILED') return refusal;
  let { field, message } = refusal;
  for (const { name, variable } of names) {
    if (name === variable) continue;
    if (field === variable) field = name;
    message = message.replace(new RegExp(`(^|with |without |use )${variable}\\b`, 'g'), `$1${name}`);
  }
  return { ...refusal, field, message };
}

const withoutInput = (text: string): string => text.replace(/^input\./, '');
