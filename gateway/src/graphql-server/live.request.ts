import type { IncomingMessage } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { parseJsonBody, readBody } from '../http/body.js';

/** Subscriptions by the ids that their reader has given them. */
export type LiveRequest = ReadonlyMap<string, GraphQLParams>;

export interface LiveFailure {
  readonly status: number;
  readonly rejection: Rejection;
}

export const MAX_OPERATIONS = 20;
const ID = /^[\w.:-]{1,64}$/;

/** Reads `{ operations: { <id>: { query, operationName, variables } } }`. */
export async function readLiveRequest(
  incoming: IncomingMessage,
  maxBytes: number,
): Promise<Result<LiveRequest, LiveFailure>> {
  const [type] = (incoming.headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/json')
    return err({
      status: 415,
      rejection: reject('VALIDATION_FAILED', 'content-type: must be application/json', 'content-type'),
    });
  const body = await readBody(incoming, maxBytes);
  if (!body.ok) return err(body.error);
  const parsed = parseJsonBody(body.value);
  if (!parsed.ok) return err({ status: 400, rejection: parsed.error });
  const operations = isObject(parsed.value) ? parsed.value['operations'] : undefined;
  if (!isObject(operations)) return wrong('operations', 'must be an object: an operation by each id');
  const entries = Object.entries(operations);
  if (entries.length === 0 || entries.length > MAX_OPERATIONS)
    return wrong('operations', `must have 1 to ${MAX_OPERATIONS} members, has ${entries.length}`, {
      minimum: 1,
      maximum: MAX_OPERATIONS,
      given: entries.length,
    });
  const request = new Map<string, GraphQLParams>();
  for (const [id, operation] of entries) {
    if (!ID.test(id)) return wrong('operations', 'ids must have 1 to 64 letters, digits, or . _ : -');
    const field = `operations.${id}`;
    if (!isObject(operation)) return wrong(field, 'must be an object with a query');
    const { query, operationName, variables, ...more } = operation;
    const [unknown] = Object.keys(more);
    if (unknown !== undefined) return wrong(`${field}.${unknown}`, 'is not a known field');
    if (typeof query !== 'string') return wrong(`${field}.query`, 'must be a text');
    if (operationName != null && typeof operationName !== 'string')
      return wrong(`${field}.operationName`, 'must be a text');
    if (variables != null && !isObject(variables)) return wrong(`${field}.variables`, 'must be an object');
    request.set(id, {
      query,
      ...(operationName != null && { operationName }),
      ...(variables != null && { variables }),
    });
  }
  return ok(request);
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (
  field: string,
  what: string,
  details?: { readonly [name: string]: number },
): Result<never, LiveFailure> =>
  err({ status: 400, rejection: reject('VALIDATION_FAILED', `${field}: ${what}`, field, details) });
