import { Callers } from '@berth/gateway/callers/callers';
import { RevocationList } from '@berth/gateway/callers/revocation-list';
import { createGatewayMetrics } from '@berth/gateway/gateway-metrics';
import { schema } from '@berth/gateway/graphql/schema';
import { Documents } from '@berth/gateway/graphql-server/documents';
import { ErrorMasking } from '@berth/gateway/graphql-server/error-masking';
import { OpenStreams } from '@berth/gateway/graphql-server/open-streams';
import { graphqlRoute } from '@berth/gateway/graphql-server/server';
import { Cors } from '@berth/gateway/http/cors';
import { startHttpServer } from '@berth/gateway/http/server';
import { FairQueue } from '@berth/gateway/limits/fair-queue';
import { RateLimits } from '@berth/gateway/limits/rate-limits';
import { createLogger } from '@berth/service-host/log';
import { accessToken, inMemoryPlatform, verifier } from './in-memory-platform.js';

/** The gateway's own HTTP and GraphQL, with every limit on, before answers from memory. */
const ENOUGH = 1e12;
const log = createLogger('gateway', 'error');
const streams = new OpenStreams(5_000);
const server = await startHttpServer({
  host: '127.0.0.1',
  port: 0,
  cors: new Cors(''),
  log,
  routes: {
    '/graphql': graphqlRoute({
      platform: inMemoryPlatform,
      callers: new Callers(verifier, undefined as never, new RevocationList()),
      documents: new Documents(schema, { maxDepth: 12, maxCost: 20_000, maxAliases: 30, maxTokens: 4_000 }),
      masking: new ErrorMasking(log, { suggestions: false }),
      streams,
      rateLimits: new RateLimits({
        callerPerMinute: ENOUGH,
        addressPerMinute: ENOUGH,
        callerCostPerMinute: ENOUGH,
        addressCostPerMinute: ENOUGH,
      }),
      turns: new FairQueue({ perCaller: 1_000, total: 2_048, waiting: 1_000 }),
      timeoutMs: 30_000,
      maxBodyBytes: 1_048_576,
      trustProxy: false,
      development: false,
      durations: createGatewayMetrics(() => streams.count).durations,
      tracing: undefined,
    }),
  },
});
process.send?.({ port: server.port, token: accessToken() });
process.once('disconnect', () => process.exit(0));
