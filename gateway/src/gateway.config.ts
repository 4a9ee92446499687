import { startTimeoutSeconds, tracingEndpoint } from '@berth/service-host/config';
import { z } from 'zod';

const count = (min: number) => z.coerce.number().int().min(min);

export const gatewayConfig = z.object({
  BERTH_NATS_URL: z
    .string()
    .default('nats://127.0.0.1:4222')
    .describe('Address of the bus; several separated by commas'),
  BERTH_NATS_CREDS: z.string().optional().describe('Path of the credentials file for the bus'),
  BERTH_NATS_PUBLIC_URLS: z
    .string()
    .optional()
    .describe('Addresses of the bus that are returned to agents when they join; default: BERTH_NATS_URL'),
  BERTH_HTTP_HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  BERTH_HTTP_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4000)
    .describe('Port to listen on; 0 is any free port'),
  BERTH_PUBLIC_URL: z
    .url()
    .optional()
    .describe('Public URL of the gateway, for URLs in its responses; default: the URL of the request'),
  BERTH_ALLOWED_ORIGINS: z
    .string()
    .default('')
    .describe('Origins of web pages that may call the API (CORS), separated by commas; none by default'),
  BERTH_TRUST_PROXY: z
    .stringbool()
    .default(false)
    .describe('true behind a reverse proxy: take the client address from X-Forwarded-For'),
  BERTH_ENV: z
    .enum(['development', 'production'])
    .default('production')
    .describe('development enables GraphiQL and suggestions'),
  BERTH_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .default('info')
    .describe('Minimum level that is logged'),
  BERTH_START_TIMEOUT_SECONDS: startTimeoutSeconds,
  BERTH_TOKEN_ISSUER: z
    .string()
    .default('https://berth.local')
    .describe('Required iss claim of access tokens'),
  BERTH_MAX_BODY_BYTES: count(1024).default(1_048_576).describe('Maximum size of a request body'),
  BERTH_MAX_QUERY_DEPTH: count(4).default(12).describe('Maximum depth of a GraphQL query'),
  BERTH_MAX_QUERY_COST: count(100)
    .default(20_000)
    .describe(
      'Maximum cost of a query: 0.5 for a value, 1 for an object and 3 for one looked up by its id, multiplied by the sizes of the lists around them; about a microsecond each',
    ),
  BERTH_MAX_QUERY_ALIASES: count(1).default(30).describe('Maximum aliases in a GraphQL document'),
  BERTH_MAX_QUERY_TOKENS: count(100).default(4000).describe('Maximum lexical tokens in a GraphQL document'),
  BERTH_MAX_SUBSCRIPTIONS: count(1).default(5000).describe('Maximum concurrently open subscriptions'),
  BERTH_RATE_LIMIT_PER_MINUTE: count(1)
    .default(6_000)
    .describe('Rate limit: maximum requests per minute of one caller; half of them may come in a burst'),
  BERTH_COST_LIMIT_PER_MINUTE: count(1)
    .default(1_200_000)
    .describe('Rate limit: maximum query cost per minute of one caller, counted as for BERTH_MAX_QUERY_COST'),
  BERTH_ANONYMOUS_RATE_LIMIT_PER_MINUTE: count(1)
    .default(600)
    .describe('Rate limit: maximum unauthenticated requests per minute of one network'),
  BERTH_ANONYMOUS_COST_LIMIT_PER_MINUTE: count(1)
    .default(60_000)
    .describe('Rate limit: maximum query cost per minute of unauthenticated requests of one network'),
  BERTH_MAX_CONCURRENT_PER_CALLER: count(1)
    .default(16)
    .describe('Maximum concurrent queries and mutations of one caller; further ones are queued'),
  OTEL_EXPORTER_OTLP_ENDPOINT: tracingEndpoint,
});
export type GatewayConfig = z.output<typeof gatewayConfig>;
