import type { IncomingMessage } from 'node:http';
import { defined } from '@berth/kernel/defined';
import { err, ok, type Result } from '@berth/kernel/result';
import {
  checkedRequest,
  isObject,
  readObject,
  requestHeadProblem,
  type BadRequest,
  type GraphQLRequest,
} from './http-request.js';

/** Subscriptions by the ids that their reader has given them. */
export type LiveRequest = ReadonlyMap<string, GraphQLRequest>;

export interface LiveFailure extends BadRequest {
  /** The numbers of the message. */
  readonly details?: { readonly [name: string]: number };
}

export const MAX_OPERATIONS = 20;
const ID = /^[\w.:-]{1,64}$/;
const FIELDS: ReadonlySet<string> = new Set(['query', 'operationName', 'variables', 'extensions']);

/** Reads `{ operations: { <id>: { query, operationName, variables } } }`, each operation as `/graphql` takes it. */
export async function readLiveRequest(
  incoming: IncomingMessage,
  maxBytes: number,
): Promise<Result<LiveRequest, LiveFailure>> {
  const head = requestHeadProblem(incoming);
  if (head) return err(head);
  const body = await readObject(incoming, maxBytes);
  if (!body.ok) return body;
  const { operations } = body.value;
  if (!isObject(operations)) return wrong('operations', 'must be an object: an operation by each id');
  const entries = Object.entries(operations);
  if (entries.length === 0 || entries.length > MAX_OPERATIONS)
    return wrong('operations', `must have 1 to ${MAX_OPERATIONS} members, has ${entries.length}`, {
      minimum: 1,
      maximum: MAX_OPERATIONS,
      given: entries.length,
    });
  const request = new Map<string, GraphQLRequest>();
  for (const [id, operation] of entries) {
    if (!ID.test(id)) return wrong('operations', 'ids must have 1 to 64 letters, digits, or . _ : -');
    const field = `operations.${id}`;
    if (!isObject(operation)) return wrong(field, 'must be an object with a query');
    const unknown = Object.keys(operation).find((name) => !FIELDS.has(name));
    if (unknown !== undefined) return wrong(`${field}.${unknown}`, 'is not a known field');
    const checked = checkedRequest(operation);
    if (!checked.ok) {
      const { message, field: member = '' } = checked.error;
      return err({ ...checked.error, message: `${field}.${message}`, field: `${field}.${member}` });
    }
    request.set(id, checked.value);
  }
  return ok(request);
}

const wrong = (field: string, what: string, details?: LiveFailure['details']): Result<never, LiveFailure> =>
  err({ status: 400, code: 'BAD_REQUEST', message: `${field}: ${what}`, field, ...defined({ details }) });
