import type { IncomingMessage } from 'node:http';
import { connectBus } from '@berth/bus/connection';
import type { FollowedEvent } from '@berth/bus/follow-events';
import { TokenVerifier } from '@berth/bus/identity';
import { RpcClient } from '@berth/bus/rpc-client';
import { may } from '@berth/contracts/permissions';
import { subjects } from '@berth/contracts/subjects';
import { defined } from '@berth/kernel/defined';
import type { Rejection } from '@berth/kernel/rejection';
import { logBus } from '@berth/service-host/bus-log';
import type { Logger } from '@berth/service-host/log';
import { busDependency, StartupWait } from '@berth/service-host/startup-wait';
import { startTracing } from '@berth/tracing/tracing';
import { feedRoute } from './calendar-feeds/feed.route.js';
import { ApiTokens } from './callers/api-tokens.js';
import { followAuth } from './callers/auth-feed.js';
import { Callers } from './callers/callers.js';
import { SigningKeys } from './callers/signing-keys.js';
import { RevocationList } from './callers/revocation-list.js';
import { consoleOrOverview, consoleRoute } from './console/console.route.js';
import { createGatewayMetrics } from './gateway-metrics.js';
import type { GatewayConfig } from './gateway.config.js';
import { DEVICE_PATH, devicePageRoute, deviceStyleRoute } from './device-login/device-page.route.js';
import { oauthRoutes } from './device-login/oauth.routes.js';
import { Documents } from './graphql-server/documents.js';
import { ErrorMasking } from './graphql-server/error-masking.js';
import { OpenStreams } from './graphql-server/open-streams.js';
import { graphqlRoute, operationsOf, type OperationLimits } from './graphql-server/server.js';
import { LIVE_PATH, liveRoute, subscriptionsOnlyStep } from './graphql-server/live.route.js';
import { documentsStep, executionCostStep, readingCostStep } from './graphql-server/steps.js';
import type { Caller } from './graphql/caller.js';
import { schema } from './graphql/schema.js';
import { CLIENTS_PATH, clientDownloadsRoute } from './http/client-downloads.route.js';
import { PYTHON_PATH, pythonIndexRoute } from './http/python-index.route.js';
import { Cors } from './http/cors.js';
import { joinRoute } from './http/join.route.js';
import { remoteAddressOf } from './http/remote-address.js';
import { startHttpServer } from './http/server.js';
import { FairQueue } from './limits/fair-queue.js';
import { RateLimits } from './limits/rate-limits.js';
import { startLive } from './live/live.js';
import { applyMembershipEvent } from './live/memberships.js';
import { BASE_PATH } from './rest/base-path.js';
import { DOCS_PATH, docsRoute, toDocs } from './rest/docs.route.js';
import { openApiRoute } from './rest/openapi.route.js';
import { PROBLEMS_PATH, problemPagesRoute } from './rest/problem-pages.route.js';
import { restRoute } from './rest/rest.route.js';
import { infoOf, VERSION } from './info.js';
import { RequiredServices } from './required-services.js';
import { overviewRoute, statusRoutes } from './http/status.routes.js';

export interface Gateway {
  readonly port: number;
  readonly url: string;
  /** Graceful shutdown: reports not ready, finishes current requests, then closes. */
  stop(): Promise<void>;
}

const TOKEN_AUDIENCE = 'berth';
/** Maximum number of concurrent requests of all callers: what the services accept before they report overload. */
const MAX_AT_ONCE = 2_048;
/** Of one caller; each holds a connection open. */
const MAX_WAITING = 1_000;
const QUERY_TIMEOUT_MS = 30_000;
const GRACE_MS = 5_000;

export async function startGateway(config: GatewayConfig, log: Logger): Promise<Gateway> {
  const wait = new StartupWait(config.BERTH_START_TIMEOUT_SECONDS, log);
  const bus = await wait.until(busDependency(config.BERTH_NATS_URL), () =>
    connectBus({
      url: config.BERTH_NATS_URL.split(','),
      name: 'gateway',
      inboxPrefix: subjects.inbox('gateway'),
      connectTimeoutMs: 0,
      ...defined({ credsFile: config.BERTH_NATS_CREDS }),
    }),
  );
  logBus(bus, log);
  const rpc = new RpcClient({ bus });
  const keys = new SigningKeys(rpc);
  const verifier = new TokenVerifier({
    issuer: config.BERTH_TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    fetchJwks: () => keys.fetch(),
  });
  const revocations = new RevocationList();
  const callers = new Callers(verifier, new ApiTokens(rpc), revocations);
  const following = new AbortController();
  const live = startLive(bus, log, following.signal);
  const development = config.BERTH_ENV === 'development';
  const streams = new OpenStreams(config.BERTH_MAX_SUBSCRIPTIONS);
  const metrics = createGatewayMetrics(() => streams.count);
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracing = endpoint ? await startTracing('gateway', endpoint) : undefined;
  const applyAuthEvent = (event: FollowedEvent): void => {
    applyMembershipEvent(live.memberships, event);
    live.rights.take(event);
    if (revocations.apply(event)) streams.endWhere((caller) => refusalOf(revocations, caller));
  };
  let revocationsKnown = false;
  void followAuth({
    bus,
    log,
    take: applyAuthEvent,
    onCaughtUp: () => (revocationsKnown = true),
    signal: following.signal,
  });
  const requiredServices = new RequiredServices(rpc);
  void requiredServices.ask(following.signal);
  const rateLimits = new RateLimits({
    callerPerMinute: config.BERTH_RATE_LIMIT_PER_MINUTE,
    addressPerMinute: config.BERTH_ANONYMOUS_RATE_LIMIT_PER_MINUTE,
    callerCostPerMinute: config.BERTH_COST_LIMIT_PER_MINUTE,
    addressCostPerMinute: config.BERTH_ANONYMOUS_COST_LIMIT_PER_MINUTE,
  });
  const documents = new Documents(schema, {
    maxDepth: config.BERTH_MAX_QUERY_DEPTH,
    maxCost: config.BERTH_MAX_QUERY_COST,
    maxAliases: config.BERTH_MAX_QUERY_ALIASES,
    maxTokens: config.BERTH_MAX_QUERY_TOKENS,
  });
  const limits: OperationLimits = {
    platform: { rpc, live, publicUrl: config.BERTH_PUBLIC_URL },
    masking: new ErrorMasking(log, { suggestions: development }),
    streams,
    turns: new FairQueue({
      perCaller: config.BERTH_MAX_CONCURRENT_PER_CALLER,
      total: MAX_AT_ONCE,
      waiting: MAX_WAITING,
    }),
    timeoutMs: QUERY_TIMEOUT_MS,
    durations: metrics.durations,
    tracing,
  };
  const requests = {
    ...limits,
    callers,
    rateLimits,
    maxBodyBytes: config.BERTH_MAX_BODY_BYTES,
    trustProxy: config.BERTH_TRUST_PROXY,
    documents,
  };
  const identify = (request: IncomingMessage): Promise<Caller> =>
    callers.identify(request.headers.authorization, () =>
      rateLimits.refusal({ kind: 'anonymous' }, remoteAddressOf(request, config.BERTH_TRUST_PROXY)),
    );
  const cors = new Cors(config.BERTH_ALLOWED_ORIGINS);
  let stopping = false;
  const notReady = (): string | undefined => {
    if (stopping) return 'stopping';
    if (!bus.connected) return 'the connection to the bus is down';
    return (
      requiredServices.missing ??
      (revocationsKnown ? undefined : 'the revocation list has not been loaded from auth yet')
    );
  };
  const console = consoleRoute();
  const server = await startHttpServer({
    host: config.BERTH_HTTP_HOST,
    port: config.BERTH_HTTP_PORT,
    cors,
    log,
    routes: {
      ...statusRoutes({
        keys,
        metrics: metrics.registry,
        mayReadMetrics: async (request) => development || canReadAll(await identify(request)),
        notReady,
        info: infoOf(config),
      }),
      '/': consoleOrOverview(console, overviewRoute),
      '/join': joinRoute({
        rpc,
        natsUrl: config.BERTH_NATS_PUBLIC_URLS ?? config.BERTH_NATS_URL,
        rateLimits,
        trustProxy: config.BERTH_TRUST_PROXY,
      }),
      '/calendar/': feedRoute({ rpc, rateLimits, trustProxy: config.BERTH_TRUST_PROXY }),
      ...oauthRoutes({
        rpc,
        rateLimits,
        trustProxy: config.BERTH_TRUST_PROXY,
        publicUrl: config.BERTH_PUBLIC_URL,
      }),
      [DEVICE_PATH]: devicePageRoute({
        rpc,
        callers,
        rateLimits,
        cors,
        trustProxy: config.BERTH_TRUST_PROXY,
        publicUrl: config.BERTH_PUBLIC_URL,
      }),
      [`${DEVICE_PATH}/`]: deviceStyleRoute(),
      [LIVE_PATH]: liveRoute({
        ...requests,
        operations: operationsOf(limits, [
          readingCostStep(documents, rateLimits),
          documentsStep(documents),
          subscriptionsOnlyStep,
          executionCostStep(rateLimits),
        ]),
      }),
      '/graphql': graphqlRoute({ ...requests, development }),
      '/docs': toDocs,
      [DOCS_PATH]: docsRoute(),
      [CLIENTS_PATH]: clientDownloadsRoute(config.BERTH_PUBLIC_URL),
      [PYTHON_PATH]: pythonIndexRoute(config.BERTH_PUBLIC_URL),
      [PROBLEMS_PATH]: problemPagesRoute(),
      [`${BASE_PATH}/openapi.json`]: openApiRoute(schema, VERSION),
      [`${BASE_PATH}/`]: restRoute({
        ...requests,
        schema,
        cors,
        publicUrl: config.BERTH_PUBLIC_URL,
        operations: operationsOf(limits, [executionCostStep(rateLimits)]),
      }),
    },
    otherwise: console,
  });
  return {
    port: server.port,
    url: `http://${config.BERTH_HTTP_HOST}:${server.port}`,
    stop: async () => {
      stopping = true;
      following.abort();
      streams.endAll();
      await server.close(GRACE_MS);
      rpc.close();
      await tracing?.stop();
      await bus.drain();
    },
  };
}

const refusalOf = (revocations: RevocationList, caller: Caller): Rejection | undefined =>
  caller.kind === 'known' ? revocations.refusal(caller.identity) : undefined;

/** Whether the caller may see data of other users. */
const canReadAll = (caller: Caller): boolean => caller.kind === 'known' && may(caller.identity, 'readAll');
