import type { IncomingMessage } from 'node:http';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { readBody } from './body.js';
import { mediaTypeOf } from './media-type.js';

const MAX_BODY_BYTES = 16_384;
export const FORM = 'application/x-www-form-urlencoded';

/** The fields of a form. An empty one is as good as none (RFC 6749 section 3.2). */
export type Form = ReadonlyMap<string, string>;

export async function readForm(request: IncomingMessage): Promise<Result<Form, Rejection>> {
  if (mediaTypeOf(request.headers['content-type']) !== FORM)
    return err(wrong('content-type', `must be ${FORM}`));
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body.ok) return err(body.error.rejection);
  const fields = parseForm(body.value);
  if (!fields.ok) return fields;
  return ok(new Map(Object.entries(fields.value).filter(([, value]) => value !== '')));
}

/** The fields by their names, each given once; without a prototype, since a form may name any field. */
export function parseForm(body: Buffer): Result<{ [name: string]: string }, Rejection> {
  const fields = Object.create(null) as { [name: string]: string };
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    if (name in fields) return err(wrong(name, 'must be given once'));
    fields[name] = value;
  }
  return ok(fields);
}

const wrong = (field: string, what: string): Rejection =>
  reject('VALIDATION_FAILED', `${field}: ${what}`, field);
