import type { IncomingMessage } from 'node:http';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { readBody } from './body.js';

const MAX_BODY_BYTES = 16_384;
const TYPE = 'application/x-www-form-urlencoded';

/** The fields of a form, each given once. An empty one is as good as none (RFC 6749 section 3.2). */
export type Form = ReadonlyMap<string, string>;

export async function readForm(request: IncomingMessage): Promise<Result<Form, Rejection>> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== TYPE) return err(wrong('content-type', `must be ${TYPE}`));
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body.ok) return err(body.error.rejection);
  const form = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(body.value.toString('utf8'))) {
    if (seen.has(name)) return err(wrong(name, 'must be given once'));
    seen.add(name);
    if (value !== '') form.set(name, value);
  }
  return ok(form);
}

const wrong = (field: string, what: string): Rejection =>
  reject('VALIDATION_FAILED', `${field}: ${what}`, field);
