import {
  dereferenced,
  parametersOf,
  selfContained,
  type OpenApi,
  type Operation,
  type Schema,
} from './openapi.js';

/** An operation of the API as a tool that a program with a language model may call. */
export interface ApiTool {
  readonly name: string;
  /** `Jobs`: what it is about, as in the document. */
  readonly group: string;
  readonly description: string;
  readonly method: string;
  /** With `{name}` for each argument that stands in it. */
  readonly path: string;
  readonly writes: boolean;
  readonly inPath: readonly string[];
  readonly inQuery: readonly string[];
  readonly inputSchema: Schema;
}

/**
 * Never tools: their answers or inputs are secrets, which must not get into a conversation; or they let somebody in, which a
 * model could be talked into.
 */
export const SECRET_OPERATIONS: ReadonlySet<string> = new Set([
  'login',
  'logout',
  'refresh',
  'register',
  'changePassword',
  'createApiToken',
  'createJoinToken',
  'createCalendarFeed',
  'deviceLogin',
  'approveDeviceLogin',
  'denyDeviceLogin',
]);

export interface ToolChoice {
  /** Whether what changes something is among them. */
  readonly writes: boolean;
  /** Groups, in any case; all if empty. */
  readonly groups: readonly string[];
}

/** Tools for the operations of a document that answer JSON, in its order. */
export function toolsOf(document: OpenApi, { writes, groups }: ToolChoice): readonly ApiTool[] {
  const wanted = new Set(groups.map((group) => group.toLowerCase()));
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const tool = isTool(operation) ? toolOf(document, path, method.toUpperCase(), operation) : undefined;
      if (!tool || (tool.writes && !writes)) return [];
      return wanted.size === 0 || wanted.has(tool.group.toLowerCase()) ? [tool] : [];
    }),
  );
}

export const groupsOf = (document: OpenApi): readonly string[] => [
  ...new Set(toolsOf(document, { writes: true, groups: [] }).map(({ group }) => group)),
];

/** What only streams is of no use to a caller that waits for one answer. */
function isTool({ operationId, requestBody, responses }: Operation): boolean {
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  // What may have any members has no arguments that a model could be told of.
  const body = requestBody?.content['application/json']?.schema;
  if (body && body['type'] === 'object' && !body['properties']) return false;
  const streamsOnly = answers.every(([, { content }]) => content && !('application/json' in content));
  return !SECRET_OPERATIONS.has(operationId) && !streamsOnly;
}

const DRY_RUN: Schema = {
  type: 'boolean',
  default: true,
  description:
    'True (the default): nothing is sent, and the answer is the request that would be. False: do it. Ask the person first.',
};

function toolOf(document: OpenApi, path: string, method: string, operation: Operation): ApiTool {
  const parameters = parametersOf(document, operation).filter((each) => each.in !== 'header');
  const body = operation.requestBody?.content['application/json']?.schema;
  const bodySchema = body && dereferenced(document, body);
  const writes = method !== 'GET' && operation.operationId !== 'simulate';
  const properties: { [name: string]: unknown } = {};
  for (const { name, description, schema } of parameters)
    properties[name] = description === undefined ? schema : { ...schema, description };
  Object.assign(properties, bodySchema?.['properties']);
  if (writes) properties['dryRun'] = DRY_RUN;
  const required = [
    ...parameters.filter((each) => each.required).map(({ name }) => name),
    ...((bodySchema?.['required'] as readonly string[] | undefined) ?? []),
  ];
  const namesIn = (place: string) => parameters.filter((each) => each.in === place).map(({ name }) => name);
  return {
    name: operation.operationId,
    group: operation.tags?.[0] ?? '',
    description: operation.description ?? '',
    method,
    path,
    writes,
    inPath: namesIn('path'),
    inQuery: namesIn('query'),
    inputSchema: selfContained(document, {
      type: 'object',
      properties,
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    }),
  };
}
