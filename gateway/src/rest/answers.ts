import { defined } from '@berth/kernel/defined';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLObjectType } from 'graphql';
import { BASE_PATH } from './base-path.js';
import type { Refusal } from './problems.js';
import { extraFields, type StoredOperation } from './stored-operation.js';

interface Members {
  readonly [name: string]: unknown;
}

export interface Success {
  readonly kind: 'success';
  readonly status: number;
  /** Undefined where there is no body. */
  readonly value: unknown;
  readonly location?: string;
  /** The cursor of the next page. */
  readonly next?: string;
}

export type Answer = Success | { readonly kind: 'refusal'; readonly refusal: Refusal };

const NOT_FOUND: Answer = {
  kind: 'refusal',
  refusal: { code: 'NOT_FOUND', message: 'not found: there is no such object, or it is not yours to see' },
};
const NOT_LOGGED_IN: Answer = {
  kind: 'refusal',
  refusal: { code: 'UNAUTHENTICATED', message: 'log in first: send an access token or API token' },
};

/** What the data of a result says to the client. */
export function answerOf(operation: StoredOperation, data: Members): Answer {
  let value: unknown = data;
  for (const step of operation.at) value = (value as Members | null)?.[step];
  if (operation.shape === 'result') return resultOf(operation, value as Members);
  if (value === null || value === undefined) return operation.at[0] === 'viewer' ? NOT_LOGGED_IN : NOT_FOUND;
  if (operation.shape === 'json') return success(200, value);
  if (operation.shape === 'list') return success(200, { items: value });
  if (operation.shape === 'connection') return pageOf(operation, value as Connection);
  // `node` found something of another type.
  if (Object.keys(value).length === 0) return NOT_FOUND;
  return success(200, value);
}

interface Connection extends Members {
  readonly edges: readonly { readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount?: number | null;
}

function pageOf({ type }: StoredOperation, connection: Connection): Answer {
  const { edges, pageInfo, totalCount } = connection;
  const next = pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined;
  const body: { [name: string]: unknown } = { items: edges.map(({ node }) => node), next: next ?? null };
  for (const name of extraFields(type as GraphQLObjectType)) body[name] = connection[name];
  // Null where there are more than are counted.
  if (totalCount !== undefined) body['totalCount'] = totalCount;
  return { ...success(200, body), ...defined({ next }) };
}

function resultOf({ route, type }: StoredOperation, { __typename: typename, ...members }: Members): Answer {
  if (typename !== type.name) return { kind: 'refusal', refusal: members as Refusal };
  const names = Object.keys(members);
  const status = route.status ?? (names.length === 1 && names[0] === 'done' ? 204 : 200);
  const location = route.location?.replace(/\{([\w.]+)\}/g, (_all, path: string) =>
    encodeURIComponent(String(memberAt(unwrapped(members), path))),
  );
  return {
    ...success(status, status === 204 ? undefined : unwrapped(members)),
    ...(location === undefined ? {} : { location: `${BASE_PATH}${location}` }),
  };
}

/** An entity stands for itself. */
export function unwrapped(members: Members): unknown {
  const [name, ...more] = Object.keys(members);
  const only = name === undefined || more.length > 0 ? undefined : members[name];
  return typeof only === 'object' && only !== null && !Array.isArray(only) ? only : members;
}

const memberAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce((at, name) => (at as Members | undefined)?.[name], value);

const success = (status: number, value: unknown): Success => ({ kind: 'success', status, value });

/** Writes a success; what has not changed since the client read it is not sent again. */
export function sendSuccess(
  request: IncomingMessage,
  response: ServerResponse,
  { status, value, location, next }: Success,
): void {
  if (location !== undefined) response.setHeader('location', location);
  if (next !== undefined) response.setHeader('link', `<${nextUrl(request.url ?? '', next)}>; rel="next"`);
  if (value === undefined) return void response.writeHead(204, { 'cache-control': 'no-store' }).end();
  const body = JSON.stringify(value);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  response.setHeader('cache-control', isRead ? 'private, no-cache' : 'no-store');
  if (isRead) {
    const tag = `"${createHash('sha1').update(body).digest('base64url')}"`;
    response.setHeader('etag', tag);
    response.setHeader('vary', [response.getHeader('vary') ?? [], 'Authorization, Accept'].flat().join(', '));
    if (holds(request.headers['if-none-match'], tag)) return void response.writeHead(304).end();
  }
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const holds = (given: string | undefined, tag: string): boolean =>
  given !== undefined &&
  given.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === tag);

/** As a reference within the origin (RFC 8288). */
function nextUrl(url: string, cursor: string): string {
  const { pathname, searchParams } = new URL(url, 'http://gateway');
  searchParams.set('cursor', cursor);
  return `${pathname}?${searchParams.toString()}`;
}
