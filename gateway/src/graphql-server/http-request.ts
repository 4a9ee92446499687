import type { IncomingMessage } from 'node:http';
import { defined } from '@berth/kernel/defined';
import { isDeeperThan } from '@berth/kernel/invalid-values';
import { err, ok, type Result } from '@berth/kernel/result';
import { parseJsonBody, readBody } from '../http/body.js';
import { mediaTypeOf } from '../http/media-type.js';

/** What a client wants executed, by https://graphql.github.io/graphql-over-http/draft/ */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: { readonly [name: string]: unknown };
}

/** Not GraphQL yet: answered as a problem with this HTTP status. */
export interface BadRequest {
  readonly status: 400 | 405 | 406 | 413 | 415;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
}

/** More than any input has; what comes after walks them by recursion. */
const DEEPEST_VARIABLES = 64;

export type AnswerType = 'application/json' | 'application/graphql-response+json' | 'text/event-stream';

const bad = (status: BadRequest['status'], code: string, message: string, field?: string) =>
  err({ status, code, message, ...defined({ field }) } satisfies BadRequest);
const wrong = (field: string, message: string) => bad(400, 'BAD_REQUEST', `${field}: ${message}`, field);

/** Nothing fits: 406. Where the client leaves it open it is `application/json`, as old clients expect. */
export function answerTypeOf(accept: string | undefined): AnswerType | undefined {
  if (accept === undefined || accept === '') return 'application/json';
  for (const part of accept.split(',')) {
    const [type = ''] = part.toLowerCase().split(';');
    switch (type.trim()) {
      case 'application/graphql-response+json':
        return 'application/graphql-response+json';
      case 'application/json':
      case 'application/*':
      case '*/*':
        return 'application/json';
      case 'text/event-stream':
        return 'text/event-stream';
    }
  }
  return undefined;
}

const ONLY_GET_AND_POST: BadRequest = {
  status: 405,
  code: 'METHOD_NOT_ALLOWED',
  message: 'only GET and POST',
};
const ONLY_JSON: BadRequest = {
  status: 415,
  code: 'UNSUPPORTED_MEDIA_TYPE',
  message: 'content-type must be application/json in UTF-8',
};

/** Whoever wants the refresh token in a cookie must not get it in the body. */
const NO_COOKIES: BadRequest = {
  status: 400,
  code: 'BAD_REQUEST',
  message: 'Berth-Session: is for /api/v1/session; GraphQL gives tokens in the body only',
  field: 'Berth-Session',
};

/** What is wrong with a request before its body is read. */
export function requestHeadProblem({ headers, method }: IncomingMessage): BadRequest | undefined {
  if (method === 'GET') return undefined;
  if (method !== 'POST') return ONLY_GET_AND_POST;
  if (headers['berth-session'] !== undefined) return NO_COOKIES;
  // Anything else a browser would send from a foreign page without asking first.
  return mediaTypeOf(headers['content-type']) === 'application/json' ? undefined : ONLY_JSON;
}

export async function readGraphQLRequest(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Result<GraphQLRequest, BadRequest>> {
  if (request.method === 'GET') return fromUrl(request.url ?? '');
  const body = await readObject(request, maxBytes);
  return body.ok ? checkedRequest(body.value) : body;
}

/** A body that is a JSON object. */
export async function readObject(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Result<{ readonly [name: string]: unknown }, BadRequest>> {
  const body = await readBody(request, maxBytes);
  if (!body.ok)
    return bad(body.error.status, body.error.rejection.code, body.error.rejection.message, 'body');
  const parsed = parseJsonBody(body.value);
  if (!parsed.ok) return bad(400, 'BAD_REQUEST', parsed.error.message, 'body');
  if (Array.isArray(parsed.value))
    return bad(400, 'BAD_REQUEST', 'body: one operation a request, not a batch', 'body');
  return isObject(parsed.value)
    ? ok(parsed.value)
    : bad(400, 'BAD_REQUEST', 'body: must be an object', 'body');
}
function fromUrl(url: string): Result<GraphQLRequest, BadRequest> {
  const { searchParams } = new URL(url, 'http://gateway');
  const member: { [name: string]: unknown } = {};
  for (const name of ['query', 'operationName']) {
    const value = searchParams.get(name);
    if (value !== null && value !== '') member[name] = value;
  }
  for (const name of ['variables', 'extensions']) {
    const text = searchParams.get(name);
    if (text === null || text === '') continue;
    const parsed = parseJsonBody(Buffer.from(text));
    if (!parsed.ok) return wrong(name, 'must be JSON');
    member[name] = parsed.value;
  }
  return checkedRequest(member);
}

/** The operation that a request is about. */
export function checkedRequest(value: {
  readonly [name: string]: unknown;
}): Result<GraphQLRequest, BadRequest> {
  const { query, operationName, variables, extensions } = value;
  if (typeof query !== 'string' || query === '') return wrong('query', 'must be a GraphQL document');
  if (operationName != null && typeof operationName !== 'string')
    return wrong('operationName', 'must be text');
  if (variables != null && !isObject(variables)) return wrong('variables', 'must be an object');
  if (extensions != null && !isObject(extensions)) return wrong('extensions', 'must be an object');
  if (isDeeperThan(variables, DEEPEST_VARIABLES))
    return wrong('variables', `must not be nested more than ${DEEPEST_VARIABLES} deep`);
  return ok({
    query,
    ...(typeof operationName === 'string' ? { operationName } : {}),
    ...(variables == null ? {} : { variables }),
  });
}

export const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
