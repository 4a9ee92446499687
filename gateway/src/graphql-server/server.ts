import type { Tracing } from '@berth/tracing/tracing';
import { createYoga, type Plugin, type GraphiQLOptions } from 'graphql-yoga';
import type { Callers } from '../callers/callers.js';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { schema } from '../graphql/schema.js';
import { remoteAddressOf } from '../http/remote-address.js';
import type { Route } from '../http/server.js';
import type { FairQueue } from '../limits/fair-queue.js';
import type { RateLimits } from '../limits/rate-limits.js';
import type { Documents } from './documents.js';
import type { ErrorMasking } from './error-masking.js';
import { Exchange } from './exchange.js';
import { Execution } from './execution.js';
import { NodeRequest, PlainResponse } from './fetch-api.js';
import type { OpenStreams } from './open-streams.js';
import { Operations } from './operations.js';
import {
  useCaller,
  useErrorMasking,
  useIdempotencyKey,
  useMediaType,
  useOperations,
  usePositions,
  useProblems,
  useRequestBody,
} from './plugins.js';
import { contextOf, type Platform } from './request-context.js';
import { sendResponse } from './send-response.js';
import {
  executionCostStep,
  readingCostStep,
  documentsStep,
  durationsStep,
  fairTurnsStep,
  introspectionStep,
  mutationsByPostStep,
  spansStep,
  type Step,
  subscriptionsAsStreamsStep,
} from './steps.js';
import { Subscriptions } from './subscription.js';

/** The page on which people try the API. */
const GRAPHIQL: GraphiQLOptions = {
  title: 'Berth',
  endpoint: '/graphql',
  subscriptionsProtocol: 'GRAPHQL_SSE',
  headers: JSON.stringify({ authorization: 'Bearer <access token>' }, null, 2),
  defaultQuery:
    '# mutation { login(input: { login: "…", password: "…" }) { ... on LoginSuccess { accessToken } } }\n{\n  viewer {\n    username\n    role\n  }\n}\n',
};

/** Yoga's default page loads GraphiQL from the internet; this one has it within, from a package of development only. */
async function renderOffline(options: GraphiQLOptions | undefined): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL(options);
}

/** What bounds and watches the operations of every face. */
export interface OperationLimits {
  readonly platform: Platform;
  readonly masking: ErrorMasking;
  readonly streams: OpenStreams;
  readonly turns: FairQueue;
  /** For queries and mutations, in ms. */
  readonly timeoutMs: number;
  readonly durations: GatewayMetrics['durations'];
  /** Only where somebody collects traces. */
  readonly tracing: Tracing | undefined;
}

export interface GraphQLServerOptions extends OperationLimits {
  readonly callers: Callers;
  readonly documents: Documents;
  readonly rateLimits: RateLimits;
  readonly maxBodyBytes: number;
  readonly trustProxy: boolean;
  /** Serves GraphiQL, and the schema to everybody. */
  readonly development: boolean;
}

/** `/graphql`: GraphQL over HTTP by Yoga, and subscriptions as server-sent events. */
export function graphqlRoute(options: GraphQLServerOptions): Route {
  const yoga = createYoga({
    schema,
    plugins: pluginsOf(options),
    graphiql: options.development && GRAPHIQL,
    renderGraphiQL: renderOffline,
    fetchAPI: { Response: PlainResponse as unknown as typeof Response },
    // What plugins do in their place, or nobody asks for.
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    maskedErrors: false,
    multipart: false,
    batching: false,
    cors: false,
    landingPage: false,
    logging: false,
    // No URL has a space.
    healthCheckEndpoint: ' ',
  });
  const handle = yoga.handleRequest;
  return async (incoming, response, trace) => {
    const exchange = new Exchange(incoming, response, trace, remoteAddressOf(incoming, options.trustProxy));
    const answer = await handle(new NodeRequest(exchange) as unknown as Request, NO_CONTEXT);
    return sendResponse(answer as unknown as PlainResponse, response);
  };
}

/** The request carries all that plugins need; a context of one's own Yoga would copy property by property. */
const NO_CONTEXT = undefined as unknown as Record<string, never>;

/** In the order in which their hooks run. */
function pluginsOf(options: GraphQLServerOptions): Plugin[] {
  const { masking } = options;
  const { development, documents, rateLimits } = options;
  const checks = [
    readingCostStep(documents, rateLimits),
    documentsStep(documents),
    ...(development ? [] : [introspectionStep]),
    executionCostStep(rateLimits),
    mutationsByPostStep,
    subscriptionsAsStreamsStep,
  ];
  return [
    useCaller(options.callers, rateLimits),
    useMediaType(),
    useIdempotencyKey(),
    useRequestBody(options.maxBodyBytes),
    useOperations(operationsOf(options, checks)),
    usePositions(),
    useErrorMasking(masking),
    useProblems(),
  ];
}

/** @param checks in the order in which they check an operation, before it is executed */
export function operationsOf(options: OperationLimits, checks: readonly Step[]): Operations {
  const { durations, masking, platform, streams, timeoutMs, tracing, turns } = options;
  const execution = new Execution({ schema, timeoutMs });
  return new Operations({
    platform,
    // Of those around the execution the first one is outermost.
    steps: [
      ...checks,
      fairTurnsStep(turns),
      durationsStep(durations),
      ...(tracing ? [spansStep(tracing)] : []),
    ],
    execute: (exchange, operation) => execution.run(operation, contextOf(platform, exchange)),
    subscriptions: new Subscriptions(execution, masking),
    streams,
  });
}
