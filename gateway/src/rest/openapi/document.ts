import type { GraphQLSchema } from 'graphql';
import { BASE_PATH } from '../base-path.js';
import type { Route } from '../route.js';
import { SESSION_HEADER } from '../session-cookie.js';
import { openApiOperation, problemResponses } from './operations.js';
import { TypeSchemas, type JsonSchema } from './type-schemas.js';

const GROUPS: { readonly [group: string]: string } = {
  Session: 'Log in and out, and what you may do as yourself.',
  Users: 'People and their roles.',
  Projects: 'Whom work is charged to, and their members.',
  Jobs: 'Submit, follow, and decide on jobs.',
  Arrays: 'Jobs of one kind, told apart by an index.',
  Workflows: 'Jobs that depend on each other.',
  Schedules: 'Jobs that are submitted at times.',
  Reservations: 'Devices for a window of time.',
  Requests: 'Requests for GPUs, and decisions on them.',
  'Waiting list': 'Who waits for devices, and what they are offered.',
  Maintenance: 'Windows in which hosts take no work.',
  'Calendar feeds': 'Addresses for calendar programs.',
  Pools: 'Hosts that are scheduled together, and their policy.',
  Hosts: 'Machines and their devices.',
  'Grants and quotas': 'Who may use what, and how much.',
  Billing: 'Prices, charges and usage.',
  Audit: 'What happened to anything, and who did it.',
  Simulation: 'Policies side by side, in virtual time.',
  Operations: 'How the services are doing.',
};

const PROBLEM = {
  type: 'object',
  description: 'Problem details (RFC 9457). Some codes have more members.',
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'Leads to an explanation of the code.' },
    title: { type: 'string', description: 'The code.' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong, in a sentence.' },
    code: { type: 'string', description: 'Stays the same; what programs look at.' },
    field: { type: 'string', description: 'What is wrong of what was sent.' },
    details: { type: 'object', description: 'The numbers of the sentence.' },
    traceId: { type: 'string', description: 'Finds the request in logs and traces.' },
  },
  required: ['type', 'title', 'status'],
};

const INTRODUCTION = `Share GPUs: book them, queue work on them, run it, follow it and pay for it.

Lists are paged by \`limit\` and \`cursor\`; \`Link\` and \`next\` lead to the next page. Errors are problem details. A mutation with an \`Idempotency-Key\` can be sent again without harm. Times are ISO 8601 in UTC. Enum values are upper case. Everything here runs the same operations as \`/graphql\`, with the same rights and limits.`;

/** The OpenAPI 3.1 document of the REST API, from routes and GraphQL schema. */
export function openApiDocument(
  schema: GraphQLSchema,
  routes: readonly Route[],
  version: string,
): JsonSchema {
  const schemas = new TypeSchemas();
  const paths: { [path: string]: { [method: string]: JsonSchema } } = {};
  for (const route of routes) {
    const item = (paths[`${BASE_PATH}${route.path}`] ??= {});
    item[route.method.toLowerCase()] = openApiOperation(schema, route, schemas);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Berth',
      version,
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The gateway that served this document.' }],
    security: [{ bearer: [] }, { password: [] }],
    tags: Object.entries(GROUPS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { ...schemas.components, Problem: PROBLEM },
      responses: problemResponses,
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          description: 'A text of your own for this request; sent again, it is done once.',
          schema: { type: 'string', pattern: '^[!-~]{1,200}$' },
        },
        BerthSession: {
          name: SESSION_HEADER,
          in: 'header',
          description:
            'For pages in browsers: the refresh token is in a cookie that no script can read. Answers then have no `refreshToken`, and a refresh has no body. Taken from pages of the gateway, and of allowed origins, only.',
          schema: { type: 'string', enum: ['cookie'] },
        },
        LastEventId: {
          name: 'Last-Event-ID',
          in: 'header',
          description: 'Goes on after this event of a stream.',
          schema: { type: 'string', minLength: 1 },
        },
      },
      headers: {
        Link: { description: 'The next page, as `<…>; rel="next"` (RFC 8288).', schema: { type: 'string' } },
        ETag: { description: 'For `If-None-Match`.', schema: { type: 'string' } },
        Location: { description: 'Where what was created is found.', schema: { type: 'string' } },
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An access token or an API token.' },
        password: {
          type: 'oauth2',
          flows: { password: { tokenUrl: `${BASE_PATH}/session`, scopes: {} } },
        },
      },
    },
  };
}
