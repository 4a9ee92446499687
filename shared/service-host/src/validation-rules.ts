import type { z } from 'zod';
import type { JsonObject } from '@berth/kernel/json';

type Issue = z.core.$ZodIssue;

/** What a value breaks, so that clients can say it in any language. */
export const VALIDATION_RULES = {
  REQUIRED: 'It is missing.',
  WRONG_TYPE: 'It has another type than `expected`.',
  TOO_SMALL:
    'It is less than `minimum`, or has fewer characters or entries (`of`); `exclusive`: not equal either.',
  TOO_BIG:
    'It is more than `maximum`, or has more characters or entries (`of`); `exclusive`: not equal either.',
  NOT_ONE_OF: 'It is none of `allowed`.',
  UNKNOWN_FIELD: 'There is no such field.',
  WRONG_FORMAT: 'It is not written as it must be; the message says how.',
  INVALID: 'It does not fit; the message says why.',
} as const;
export type ValidationRule = keyof typeof VALIDATION_RULES;

/** The rule that an issue is about, with the numbers of its message. */
export function ruleOf(issue: Issue, input: unknown): JsonObject & { readonly rule: ValidationRule } {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(input, issue.path)
        ? { rule: 'REQUIRED' }
        : { rule: 'WRONG_TYPE', expected: issue.expected };
    case 'too_small':
      return { rule: 'TOO_SMALL', minimum: Number(issue.minimum), ...countedOf(issue) };
    case 'too_big':
      return { rule: 'TOO_BIG', maximum: Number(issue.maximum), ...countedOf(issue) };
    case 'invalid_value':
      return { rule: 'NOT_ONE_OF', allowed: issue.values.map(String) };
    case 'invalid_format':
      return { rule: 'WRONG_FORMAT' };
    default:
      return { rule: 'INVALID' };
  }
}

function countedOf({
  origin,
  inclusive,
}: {
  readonly origin: string;
  readonly inclusive?: boolean | undefined;
}) {
  const of = origin === 'string' ? 'characters' : origin === 'array' ? 'entries' : undefined;
  return { ...(of && { of }), ...(inclusive === false && { exclusive: true }) };
}

function isMissing(input: unknown, path: readonly PropertyKey[]): boolean {
  let at = input;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return true;
    at = (at as { readonly [key: PropertyKey]: unknown })[key];
  }
  return at === undefined;
}
