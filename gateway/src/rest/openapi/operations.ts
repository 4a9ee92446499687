import { getNamedType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { FORM } from '../../http/form.js';
import { queryLeaves } from '../endpoint.js';
import type { Range } from '../page-size.js';
import type { Route } from '../route.js';
import {
  extraFields,
  storedOperation,
  storedSubscription,
  type StoredOperation,
} from '../stored-operation.js';
import { described, IN_COOKIE, orNull, type JsonSchema, type TypeSchemas } from './type-schemas.js';

/** What can be refused on any route, by status. */
const PROBLEMS = [
  '400',
  '401',
  '403',
  '404',
  '406',
  '409',
  '413',
  '415',
  '422',
  '429',
  '500',
  '503',
] as const;
/** What anybody may do. */
const OPEN_FIELDS = new Set(['login', 'refresh', 'register']);
const JSON_TYPE = 'application/json';

/** One operation of an OpenAPI path item. */
export function openApiOperation(schema: GraphQLSchema, route: Route, schemas: TypeSchemas): JsonSchema {
  const operation = route.streamOnly ? storedSubscription(schema, route) : storedOperation(schema, route);
  const { summary, description } = texts(operation);
  return {
    operationId: operationId(route),
    tags: [route.group],
    summary,
    ...(description === '' ? {} : { description }),
    ...(OPEN_FIELDS.has(route.field) ? { security: [] } : {}),
    parameters: parametersOf(schema, route, operation, schemas),
    ...requestBody(operation, schemas),
    responses: {
      ...success(schema, route, operation, schemas),
      ...Object.fromEntries(
        PROBLEMS.filter((status) => isPossible(status, route)).map((status) => [
          status,
          { $ref: `#/components/responses/Problem${status}` },
        ]),
      ),
    },
  };
}

/** Of a route: `jobs`, `jobLogs`, `jobByExternalId`. */
export function operationId({ field, path }: Route): string {
  const [first = '', ...more] = field.split(/[.:]/);
  const name = first === 'node' ? more.map(uncapitalised).join('') : first + more.map(capitalised).join('');
  if (path.endsWith('/{externalId}')) return `${name}ByExternalId`;
  if (path.endsWith('/raw')) return `${name}Raw`;
  return path.startsWith('/jobs/{id}/events') ? 'eventsOfJob' : name;
}

export const problemResponses: { readonly [name: string]: JsonSchema } = Object.fromEntries(
  PROBLEMS.map((status) => [
    `Problem${status}`,
    {
      description: PROBLEM_TEXTS()[status],
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);

function PROBLEM_TEXTS(): { readonly [status: string]: string } {
  return {
    400: 'Something that was sent is wrong; `field` names it.',
    401: 'Log in first, or again.',
    403: 'Not allowed, or above a quota.',
    404: 'There is no such object, or it is not yours to see.',
    406: 'The answer can not be given in a media type that `Accept` allows.',
    409: 'In conflict with what is there.',
    413: 'The body is too large.',
    415: 'The media type of the body is not known.',
    422: 'Can not be done, however often it is sent.',
    429: 'Too many requests, or too many jobs in the queue; `Retry-After` says when to try again.',
    500: 'An error of the server; `traceId` finds it in its logs.',
    503: 'Temporarily unavailable; `Retry-After` says when to try again.',
  };
}

function isPossible(status: (typeof PROBLEMS)[number], { method, body }: Route): boolean {
  if (['413', '415'].includes(status)) return (method !== 'GET' && method !== 'DELETE') || body === true;
  if (['409', '422'].includes(status)) return method !== 'GET';
  return true;
}

function texts({ field, route }: StoredOperation): {
  readonly summary: string;
  readonly description: string;
} {
  if (route.download) return { summary: 'All output of a job as a file', description: '' };
  const whole = field.description ?? '';
  const [first = ''] = whole.split(/(?<=[.;:])\s/);
  const summary = first.replace(/[.;:]$/, '') || operationId(route);
  return { summary, description: whole.length > first.length ? whole : '' };
}

function parametersOf(
  schema: GraphQLSchema,
  route: Route,
  operation: StoredOperation,
  schemas: TypeSchemas,
): readonly JsonSchema[] {
  const leaves = [...queryLeaves(operation)];
  const taken = new Set(leaves.map(({ name }) => name));
  // What only the stream takes, it takes beside the rest.
  if (route.live && !route.streamOnly)
    for (const leaf of queryLeaves(storedSubscription(schema, route)))
      if (!taken.has(leaf.name)) leaves.push({ ...leaf, required: false });
  return [
    ...route.parameters.map(({ name, gives }) => ({
      name,
      in: 'path',
      required: true,
      ...described({ schema: { type: 'string', minLength: 1 } }, pathText(operation, gives)),
    })),
    ...leaves.map(({ name, type, required, description, range }) => ({
      name,
      in: 'query',
      ...(required ? { required } : {}),
      ...described(
        { schema: withRange(schemas.parameter(type), range), explode: false, style: 'form' },
        description ?? (name === 'limit' ? PAGE_SIZE : undefined),
      ),
    })),
    ...(route.text ? [FOLLOW] : []),
    ...(route.live ? [{ $ref: '#/components/parameters/LastEventId' }] : []),
    ...(route.session ? [{ $ref: '#/components/parameters/BerthSession' }] : []),
    ...(operation.input ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
}

const PAGE_SIZE = 'How many items the page has at most; default: 50.';

const withRange = (schema: JsonSchema, range: Range | undefined): JsonSchema =>
  range ? { ...schema, minimum: range.min, maximum: range.max } : schema;

const FOLLOW = {
  name: 'follow',
  in: 'query',
  description: 'With `accept: text/plain` only: goes on with lines as they come.',
  schema: { type: 'boolean' },
};

function pathText({ input, field }: StoredOperation, gives: string): string | undefined {
  const found = input?.getFields()[gives] ?? field.args.find(({ name }) => name === gives);
  return found?.description ?? undefined;
}

function requestBody({ input, route, pathVariables }: StoredOperation, schemas: TypeSchemas): JsonSchema {
  if (!input || (route.method === 'DELETE' && !route.body)) return {};
  const schema = route.bodyOf
    ? { ...ANY_OBJECT, description: input.getFields()[route.bodyOf]?.description }
    : schemas.body(
        input,
        new Set(pathVariables.map(({ variable }) => variable)),
        route.session === 'refresh' ? { refreshToken: IN_COOKIE } : {},
      );
  const content = {
    [JSON_TYPE]: { schema },
    ...(route.method === 'PATCH' ? { 'application/merge-patch+json': { schema } } : {}),
    ...(route.passwordForm ? { [FORM]: { schema: PASSWORD_FORM } } : {}),
  };
  return {
    requestBody: { required: route.bodyOf !== undefined || schema['required'] !== undefined, content },
  };
}

const PASSWORD_FORM = {
  type: 'object',
  description: "OAuth 2.0's password grant (RFC 6749 section 4.3).",
  properties: {
    grant_type: { type: 'string', enum: ['password'] },
    username: { type: 'string', minLength: 1, maxLength: 254, description: 'User name or e-mail address.' },
    password: { type: 'string', minLength: 1, maxLength: 256, format: 'password' },
  },
  required: ['username', 'password'],
  additionalProperties: false,
};

function success(
  schema: GraphQLSchema,
  route: Route,
  operation: StoredOperation,
  schemas: TypeSchemas,
): JsonSchema {
  if (route.streamOnly) return { 200: streamResponse(operation, schemas, {}) };
  if (route.download) return { 200: DOWNLOAD };
  const { status, value } = valueSchema(operation, schemas);
  if (value === undefined) return { 204: { description: 'Done.' } };
  const json = { [JSON_TYPE]: { schema: value } };
  const headers = {
    ...(operation.shape === 'connection' ? { Link: { $ref: '#/components/headers/Link' } } : {}),
    ...(route.method === 'GET' ? { ETag: { $ref: '#/components/headers/ETag' } } : {}),
    ...(route.location ? { Location: { $ref: '#/components/headers/Location' } } : {}),
  };
  const answer = route.live
    ? streamResponse(storedSubscription(schema, route), schemas, json)
    : { description: DESCRIPTIONS[status] ?? 'Done.', content: json };
  return {
    [status]: { ...answer, ...(Object.keys(headers).length > 0 ? { headers } : {}) },
    ...(route.method === 'GET' ? { 304: { description: 'Not changed since `If-None-Match`.' } } : {}),
  };
}

const DOWNLOAD = {
  description:
    'The lines that there are, as a file; gzip where `Accept-Encoding` allows it. Where it ends early, its last line says why, and the connection is closed before the end of the body.',
  headers: {
    'Content-Disposition': { description: 'A name for the file.', schema: { type: 'string' } },
  },
  content: { 'text/plain': { schema: { type: 'string' } } },
};

const DESCRIPTIONS: { readonly [status: number]: string } = {
  200: 'Done.',
  201: 'Created.',
  202: 'Taken on; the work goes on.',
};

/** Streams: server-sent events, or a JSON text a line: then lines of output and points come one by one. */
function streamResponse({ type }: StoredOperation, schemas: TypeSchemas, json: JsonSchema): JsonSchema {
  const object = type as GraphQLObjectType;
  const { lines, points } = object.getFields();
  const part = getNamedType((lines ?? points)?.type ?? object) as GraphQLObjectType;
  const text = { schema: { type: 'string' } };
  return {
    description: `The answer. As server-sent events the data of each is \`${object.name}\`, and its \`id\` the cursor; as NDJSON each line is \`${part.name}\`.`,
    content: {
      ...json,
      'text/event-stream': text,
      'application/x-ndjson': { schema: withoutNull(schemas.output(part, { whole: true })) },
      ...(lines ? { 'text/plain': text } : {}),
    },
  };
}

const ANY_OBJECT = { type: 'object', additionalProperties: true };

function valueSchema(
  { route, shape, type }: StoredOperation,
  schemas: TypeSchemas,
): { readonly status: number; readonly value: JsonSchema | undefined } {
  const object = type as GraphQLObjectType;
  switch (shape) {
    case 'json':
      return { status: 200, value: ANY_OBJECT };
    case 'object':
      return { status: 200, value: withoutNull(schemas.output(object, { whole: true })) };
    case 'list':
      return { status: 200, value: items(withoutNull(schemas.output(object, { whole: true })), {}) };
    case 'connection': {
      const edge = getNamedType(object.getFields()['edges']?.type) as GraphQLObjectType;
      const node = getNamedType(edge.getFields()['node']?.type) as GraphQLObjectType;
      const extra = Object.fromEntries(
        extraFields(object).map((name) => [name, schemas.output(object.getFields()[name]?.type as never)]),
      );
      const next = described({ type: ['string', 'null'] }, 'The `cursor` of the next page; null at the end.');
      const total = described(orNull({ type: 'integer' }), 'With `count=true` only; null beyond 10,000.');
      const value = withoutNull(schemas.output(node, { inList: true, whole: true }));
      return { status: 200, value: items(value, { next, ...extra }, { totalCount: total }) };
    }
    case 'result': {
      const fields = Object.values(object.getFields());
      const onlyDone = fields.length === 1 && fields[0]?.name === 'done';
      const status = route.status ?? (onlyDone ? 204 : 200);
      if (status === 204) return { status, value: undefined };
      const [only] = fields;
      const single = fields.length === 1 && only && !/[[]/.test(String(only.type)) ? only.type : undefined;
      const value = withoutNull(schemas.output(single ?? object, { whole: true }));
      return { status, value };
    }
  }
}

function items(
  item: JsonSchema,
  required: { readonly [name: string]: JsonSchema },
  optional: { readonly [name: string]: JsonSchema } = {},
): JsonSchema {
  return {
    type: 'object',
    properties: { items: { type: 'array', items: item }, ...required, ...optional },
    required: ['items', ...Object.keys(required)],
  };
}

/** A value that is answered is there. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const [first] = (schema['anyOf'] ?? []) as readonly JsonSchema[];
  return first ?? schema;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const uncapitalised = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
