import type { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];
type Limit = Extract<Issue, { code: 'too_small' | 'too_big' }>;

/** A readable constraint of a value, for schemas without a message of their own. Undefined: zod's text. */
export function describeIssue(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return atLeast(issue);
    case 'too_big':
      return atMost(issue);
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'invalid_key':
      return issue.issues[0]?.message;
    default:
      return undefined;
  }
}

const KINDS: { readonly [expected: string]: string } = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const PARTS: { readonly [origin: string]: readonly [one: string, many: string] } = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
};

function atLeast({ origin, ...issue }: Limit & { code: 'too_small' }): string {
  const part = PARTS[origin];
  if (!part)
    return issue.inclusive === false
      ? `must be more than ${issue.minimum}`
      : `must be at least ${issue.minimum}`;
  if (Number(issue.minimum) === 1) return 'must not be empty';
  return `must have at least ${issue.minimum} ${part[1]}`;
}

function atMost({ origin, ...issue }: Limit & { code: 'too_big' }): string {
  const part = PARTS[origin];
  if (!part)
    return issue.inclusive === false
      ? `must be less than ${issue.maximum}`
      : `must be at most ${issue.maximum}`;
  return `must have at most ${issue.maximum} ${part[Number(issue.maximum) === 1 ? 0 : 1]}`;
}
