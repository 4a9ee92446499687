import { Registry, collectDefaultMetrics } from 'prom-client';
import { connectBus } from '@berth/bus/connection';
import { TokenVerifier } from '@berth/bus/identity';
import type { Jwks } from '@berth/bus/key-set';
import { RpcClient } from '@berth/bus/rpc-client';
import { jwksQuery } from '@berth/contracts/auth/operations';
import { subjects } from '@berth/contracts/subjects';
import { RejectedError } from '@berth/kernel/rejection';
import type { Logger } from '@berth/service-host/log';
import { ApiTokens } from './callers/api-tokens.js';
import { Callers } from './callers/callers.js';
import type { GatewayConfig } from './gateway.config.js';
import { openRequest } from './graphql-http/request-context.js';
import { createGraphQLServer } from './graphql-http/yoga.js';
import { joinRoute } from './http/join.route.js';
import { remoteAddressOf } from './http/remote-address.js';
import { startHttpServer } from './http/server.js';
import { Live } from './live/live.js';
import { statusRoutes } from './http/status.routes.js';

export interface Gateway {
  readonly port: number;
  readonly url: string;
  /** In order: not ready, answers what is at hand, then closes. */
  stop(): Promise<void>;
}

const TOKEN_AUDIENCE = 'berth';
const GRACE_MS = 5_000;

export async function startGateway(config: GatewayConfig, log: Logger): Promise<Gateway> {
  const bus = await connectBus({
    url: config.BERTH_NATS_URL.split(','),
    name: 'gateway',
    inboxPrefix: subjects.inbox('gateway'),
    ...(config.BERTH_NATS_CREDS === undefined ? {} : { credsFile: config.BERTH_NATS_CREDS }),
  });
  bus.onError((error) => log.warn({ err: error.message }, 'the bus reports an error'));
  const rpc = new RpcClient({ bus });
  const verifier = new TokenVerifier({
    issuer: config.BERTH_TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    fetchJwks: async () => {
      const reply = await rpc.call(jwksQuery.subject, { input: {} });
      if (!reply.ok) throw new RejectedError(reply.error);
      return reply.result as unknown as Jwks;
    },
  });
  const callers = new Callers(verifier, new ApiTokens(rpc));
  const metrics = new Registry();
  metrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  metrics.setDefaultLabels({ service: 'gateway' });
  collectDefaultMetrics({ register: metrics });

  const live = new Live(bus);
  let stopping = false;
  const yoga = createGraphQLServer({ development: config.BERTH_ENV === 'development' });
  const server = await startHttpServer({
    host: config.BERTH_HTTP_HOST,
    port: config.BERTH_HTTP_PORT,
    log,
    routes: {
      ...statusRoutes({
        rpc,
        metrics,
        notReady: () =>
          stopping ? 'stopping' : bus.connected ? undefined : 'the connection to the bus is down',
      }),
      '/join': joinRoute({ rpc, natsUrl: config.BERTH_NATS_PUBLIC_URLS ?? config.BERTH_NATS_URL }),
      '/graphql': async (request, response, trace) => {
        const caller = await callers.identify(request.headers.authorization);
        const remoteAddress = remoteAddressOf(request, config.BERTH_TRUST_PROXY);
        const { context, positions } = openRequest({ rpc, bus, live }, request, caller, remoteAddress, trace);
        await yoga(request, response, { opened: context, positions } as never);
      },
    },
  });
  const url = `http://${config.BERTH_HTTP_HOST}:${server.port}`;
  return {
    port: server.port,
    url,
    stop: async () => {
      stopping = true;
      await server.close(GRACE_MS);
      rpc.close();
      await bus.drain();
    },
  };
}
