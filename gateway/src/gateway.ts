import type { IncomingMessage } from 'node:http';
import { connectBus } from '@berth/bus/connection';
import type { FollowedEvent } from '@berth/bus/follow-events';
import { TokenVerifier } from '@berth/bus/identity';
import { RpcClient } from '@berth/bus/rpc-client';
import { subjects } from '@berth/contracts/subjects';
import type { Rejection } from '@berth/kernel/rejection';
import { logBus } from '@berth/service-host/bus-log';
import type { Logger } from '@berth/service-host/log';
import { neededBus, StartWait } from '@berth/service-host/start-wait';
import { startTracing } from '@berth/tracing/tracing';
import { feedRoute } from './calendar-feeds/feed.route.js';
import { ApiTokens } from './callers/api-tokens.js';
import { followAuth } from './callers/auth-feed.js';
import { Callers } from './callers/callers.js';
import { SigningKeys } from './callers/signing-keys.js';
import { Endings } from './callers/endings.js';
import { createGatewayMetrics } from './gateway-metrics.js';
import type { GatewayConfig } from './gateway.config.js';
import { Documents } from './graphql-server/documents.js';
import { ErrorMasking } from './graphql-server/error-masking.js';
import { OpenStreams } from './graphql-server/open-streams.js';
import { graphqlRoute } from './graphql-server/server.js';
import type { Caller } from './graphql/caller.js';
import { schema } from './graphql/schema.js';
import { Cors } from './http/cors.js';
import { joinRoute } from './http/join.route.js';
import { remoteAddressOf } from './http/remote-address.js';
import { startHttpServer } from './http/server.js';
import { FairTurns } from './limits/fair-turns.js';
import { RateLimits } from './limits/rate-limits.js';
import { startLive } from './live/live.js';
import { takeMembership } from './live/memberships.js';
import { NeededServices } from './needed-services.js';
import { statusRoutes } from './http/status.routes.js';

export interface Gateway {
  readonly port: number;
  readonly url: string;
  /** In order: not ready, answers what is at hand, then closes. */
  stop(): Promise<void>;
}

const TOKEN_AUDIENCE = 'berth';
/** Of all callers: what services take in before they say that they are busy. */
const MOST_AT_ONCE = 2_048;
/** Of one caller; each holds a connection open. */
const MOST_WAITING = 1_000;
const QUERY_TIMEOUT_MS = 30_000;
const GRACE_MS = 5_000;

export async function startGateway(config: GatewayConfig, log: Logger): Promise<Gateway> {
  const wait = new StartWait(config.BERTH_START_WAIT_SECONDS, log);
  const bus = await wait.until(neededBus(config.BERTH_NATS_URL), () =>
    connectBus({
      url: config.BERTH_NATS_URL.split(','),
      name: 'gateway',
      inboxPrefix: subjects.inbox('gateway'),
      connectTimeoutMs: 0,
      ...(config.BERTH_NATS_CREDS === undefined ? {} : { credsFile: config.BERTH_NATS_CREDS }),
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
  const endings = new Endings();
  const callers = new Callers(verifier, new ApiTokens(rpc), endings);
  const following = new AbortController();
  const live = startLive(bus, log, following.signal);
  const development = config.BERTH_ENV === 'development';
  const streams = new OpenStreams(config.BERTH_MAX_STREAMS);
  const metrics = createGatewayMetrics(() => streams.count);
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracing = endpoint ? await startTracing('gateway', endpoint) : undefined;
  const takeFromAuth = (event: FollowedEvent): void => {
    takeMembership(live.memberships, event);
    live.rights.take(event);
    if (endings.apply(event)) streams.endWhere((caller) => refusalOf(endings, caller));
  };
  let knowsEndings = false;
  void followAuth({
    bus,
    log,
    take: takeFromAuth,
    onCaughtUp: () => (knowsEndings = true),
    signal: following.signal,
  });
  const needed = new NeededServices(rpc);
  void needed.ask(following.signal);
  const rateLimits = new RateLimits({
    callerPerMinute: config.BERTH_RATE_PER_MINUTE,
    addressPerMinute: config.BERTH_OPEN_RATE_PER_MINUTE,
    callerCostPerMinute: config.BERTH_COST_PER_MINUTE,
    addressCostPerMinute: config.BERTH_OPEN_COST_PER_MINUTE,
  });
  const graphql = graphqlRoute({
    platform: { rpc, live, publicUrl: config.BERTH_PUBLIC_URL },
    callers,
    documents: new Documents(schema, {
      maxDepth: config.BERTH_MAX_DEPTH,
      maxCost: config.BERTH_MAX_COST,
      maxAliases: config.BERTH_MAX_ALIASES,
      maxTokens: config.BERTH_MAX_TOKENS,
    }),
    masking: new ErrorMasking(log, { suggestions: development }),
    streams,
    turns: new FairTurns({
      perCaller: config.BERTH_CALLER_CONCURRENCY,
      inAll: MOST_AT_ONCE,
      waiting: MOST_WAITING,
    }),
    rateLimits,
    timeoutMs: QUERY_TIMEOUT_MS,
    maxBodyBytes: config.BERTH_MAX_BODY_BYTES,
    trustProxy: config.BERTH_TRUST_PROXY,
    development,
    durations: metrics.durations,
    tracing,
  });
  const identify = (request: IncomingMessage): Promise<Caller> =>
    callers.identify(request.headers.authorization, () =>
      rateLimits.refusal({ kind: 'nobody' }, remoteAddressOf(request, config.BERTH_TRUST_PROXY)),
    );
  let stopping = false;
  const notReady = (): string | undefined => {
    if (stopping) return 'stopping';
    if (!bus.connected) return 'the connection to the bus is down';
    return needed.missing ?? (knowsEndings ? undefined : 'what auth has ended is not known yet');
  };
  const server = await startHttpServer({
    host: config.BERTH_HTTP_HOST,
    port: config.BERTH_HTTP_PORT,
    cors: new Cors(config.BERTH_ALLOWED_ORIGINS),
    log,
    routes: {
      ...statusRoutes({
        keys,
        metrics: metrics.registry,
        mayReadMetrics: async (request) => development || isOverseer(await identify(request)),
        notReady,
      }),
      '/join': joinRoute({
        rpc,
        natsUrl: config.BERTH_NATS_PUBLIC_URLS ?? config.BERTH_NATS_URL,
        rateLimits,
        trustProxy: config.BERTH_TRUST_PROXY,
      }),
      '/calendar/': feedRoute({ rpc, rateLimits, trustProxy: config.BERTH_TRUST_PROXY }),
      '/graphql': graphql,
    },
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

const refusalOf = (endings: Endings, caller: Caller): Rejection | undefined =>
  caller.kind === 'known' ? endings.refusal(caller.identity) : undefined;

/** They may see what the platform does for others. */
const isOverseer = (caller: Caller): boolean =>
  caller.kind === 'known' && ['admin', 'operator', 'auditor'].includes(caller.identity.role);
