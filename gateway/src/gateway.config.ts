import { startWaitSeconds, tracingEndpoint } from '@berth/service-host/config';
import { z } from 'zod';

const count = (least: number) => z.coerce.number().int().min(least);

export const gatewayConfig = z.object({
  BERTH_NATS_URL: z
    .string()
    .default('nats://127.0.0.1:4222')
    .describe('Address of the bus; several by commas'),
  BERTH_NATS_CREDS: z.string().optional().describe('Path of the credentials file for the bus'),
  BERTH_NATS_PUBLIC_URLS: z
    .string()
    .optional()
    .describe('Addresses of the bus that agents are told when they join; default: BERTH_NATS_URL'),
  BERTH_HTTP_HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  BERTH_HTTP_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4000)
    .describe('Port to listen on; 0 takes a free one'),
  BERTH_PUBLIC_URL: z
    .url()
    .optional()
    .describe('Where clients find the gateway, for addresses that it hands out; default: where they asked'),
  BERTH_ALLOWED_ORIGINS: z
    .string()
    .default('')
    .describe('Origins of web pages that may call the API, by commas; none by default'),
  BERTH_TRUST_PROXY: z
    .stringbool()
    .default(false)
    .describe('true behind a reverse proxy: take the caller from X-Forwarded-For'),
  BERTH_ENV: z
    .enum(['development', 'production'])
    .default('production')
    .describe('development turns on GraphiQL and suggestions'),
  BERTH_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .default('info')
    .describe('Least level that is logged'),
  BERTH_START_WAIT_SECONDS: startWaitSeconds,
  BERTH_TOKEN_ISSUER: z.string().default('https://berth.local').describe('iss that access tokens must bear'),
  BERTH_MAX_BODY_BYTES: count(1024).default(1_048_576).describe('Largest request body'),
  BERTH_MAX_DEPTH: count(4).default(12).describe('Deepest GraphQL query'),
  BERTH_MAX_COST: count(100)
    .default(20_000)
    .describe('Dearest GraphQL query: fields, times what their lists may hold'),
  BERTH_MAX_ALIASES: count(1).default(30).describe('Most aliases in a GraphQL document'),
  BERTH_MAX_TOKENS: count(100).default(4000).describe('Most lexical tokens in a GraphQL document'),
  BERTH_MAX_STREAMS: count(1).default(5000).describe('Most subscriptions that may be open at once'),
  BERTH_RATE_PER_MINUTE: count(1)
    .default(6_000)
    .describe('Most requests a minute of one caller; half of them may come at once'),
  BERTH_COST_PER_MINUTE: count(1)
    .default(1_200_000)
    .describe('Most that requests of one caller may cost a minute, as counted for BERTH_MAX_COST'),
  BERTH_OPEN_RATE_PER_MINUTE: count(1)
    .default(600)
    .describe('Most requests a minute of one network that is not logged in'),
  BERTH_OPEN_COST_PER_MINUTE: count(1)
    .default(60_000)
    .describe('Most that requests of one network that is not logged in may cost a minute'),
  BERTH_CALLER_CONCURRENCY: count(1)
    .default(16)
    .describe('Most queries and mutations of one caller at once; more wait their turn'),
  OTEL_EXPORTER_OTLP_ENDPOINT: tracingEndpoint,
});
export type GatewayConfig = z.output<typeof gatewayConfig>;
