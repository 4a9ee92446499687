import type { z } from 'zod';
import type { Identity } from '@berth/bus/identity';
import {
  hasScope,
  may,
  permissionEntry,
  rolesWith,
  type OperationPermission,
} from '@berth/contracts/permissions';
import { findInvalidValue } from '@berth/kernel/invalid-values';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { describeIssue } from './validation-messages.js';
import { ruleOf } from './validation-rules.js';

/** Deny unless allowed. Agents are known by the subject that they send on, which the bus holds them to. */
export function admit(
  permission: OperationPermission,
  identity: Identity | undefined,
): Result<null, Rejection> {
  const { callers, scope } = permissionEntry(permission);
  if (callers === 'anyone' || callers === 'agents') return ok(null);
  if (!identity)
    return err(reject('UNAUTHENTICATED', 'authentication is required: log in, or send an access token'));
  if (may(identity, permission)) return ok(null);
  return err(
    hasScope(identity, permission)
      ? reject('FORBIDDEN', `requires one of these roles: ${rolesWith(permission)}`)
      : reject('FORBIDDEN', `the API token lacks the scope "${scope}"`, 'token'),
  );
}

/**
 * Parses an input; a refusal names the first invalid field and lists them all.
 * @param options.nul whether U+0000 is allowed in its texts: agents quote the output of programs
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
  options: { readonly nul?: boolean } = {},
): Result<z.output<S>, Rejection> {
  const unfit = findInvalidValue(input, options);
  if (unfit) {
    const field = unfit.path === '' ? 'input' : unfit.path;
    const problems = [{ field, message: unfit.message }];
    return err(reject('VALIDATION_FAILED', `${field}: ${unfit.message}`, field, { problems }));
  }
  const parsed = schema.safeParse(input, { error: describeIssue });
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          field: [...issue.path, key].join('.'),
          message: 'is not a known field',
          rule: 'UNKNOWN_FIELD',
        }))
      : [{ field: issue.path.join('.'), message: issue.message, ...ruleOf(issue, input) }],
  );
  const [first] = problems;
  if (!first) return err(reject('VALIDATION_FAILED', 'the input is invalid'));
  const name = first.field === '' ? 'input' : first.field;
  return err(
    reject('VALIDATION_FAILED', `${name}: ${first.message}`, name, { problems: problems.slice(0, 20) }),
  );
}
