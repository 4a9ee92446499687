import type { IncomingMessage } from 'node:http';
import { isDeeperThan } from '@berth/kernel/invalid-values';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { parseJsonBody, readBody } from '../http/body.js';
import { FORM, parseForm } from '../http/form.js';
import { mediaTypeOf } from '../http/media-type.js';
import type { Variables } from './query-parameters.js';

export interface InputFailure {
  readonly status: number;
  readonly rejection: Rejection;
}

/** More than any input has; what comes after walks it by recursion. */
const DEEPEST = 64;

/**
 * Reads the body of a request: a JSON object, or nothing. A form only where the route takes one.
 * @returns the members, and whether they came as a form
 */
export async function readInput(
  request: IncomingMessage,
  { maxBytes, form }: { readonly maxBytes: number; readonly form: boolean },
): Promise<Result<{ readonly members: Variables; readonly isForm: boolean }, InputFailure>> {
  const type = mediaTypeOf(request.headers['content-type']);
  const isForm = type === FORM;
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody) return ok({ members: {}, isForm: false });
  if (isForm ? !form : type !== 'application/json' && type !== 'application/merge-patch+json')
    return err({
      status: 415,
      rejection: reject(
        'VALIDATION_FAILED',
        `content-type: must be application/json${form ? ` or ${FORM}` : ''}, in UTF-8`,
        'content-type',
      ),
    });
  const body = await readBody(request, maxBytes);
  if (!body.ok) return err(body.error);
  if (isForm) {
    const form = parseForm(body.value);
    return form.ok ? ok({ members: form.value, isForm }) : err({ status: 400, rejection: form.error });
  }
  const parsed = parseJsonBody(body.value);
  if (!parsed.ok) return err({ status: 400, rejection: parsed.error });
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return err(wrong('the body must be a JSON object', 'body'));
  if (isDeeperThan(value, DEEPEST))
    return err(wrong(`the body must not be nested more than ${DEEPEST} deep`, 'body'));
  return ok({ members: { ...value }, isForm: false });
}

const wrong = (message: string, field: string): InputFailure => ({
  status: 400,
  rejection: reject('VALIDATION_FAILED', message, field),
});
