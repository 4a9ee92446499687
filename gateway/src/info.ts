import { readFileSync } from 'node:fs';
import type { JsonObject } from '@berth/kernel/json';
import type { GatewayConfig } from './gateway.config.js';

/** Of the gateway's package. */
export const { version: VERSION } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { readonly version: string };

/** What anybody may know of the installation: what clients adapt to. */
export const infoOf = (config: GatewayConfig): JsonObject => ({
  name: 'berth',
  version: VERSION,
  api: {
    graphql: '/graphql',
    live: '/graphql/live',
    rest: '/api/v1',
    openapi: '/api/v1/openapi.json',
    docs: '/docs/',
    cli: '/cli/',
    python: '/python/',
  },
  signIn: ['password', 'apiToken'],
  limits: {
    bodyBytes: config.BERTH_MAX_BODY_BYTES,
    queryCost: config.BERTH_MAX_QUERY_COST,
    queryDepth: config.BERTH_MAX_QUERY_DEPTH,
    requestsPerMinute: config.BERTH_RATE_LIMIT_PER_MINUTE,
    costPerMinute: config.BERTH_COST_LIMIT_PER_MINUTE,
    subscriptions: config.BERTH_MAX_SUBSCRIPTIONS,
  },
});
