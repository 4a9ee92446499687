import { z } from 'zod';

/** Where traces go; named as OpenTelemetry names it, so that a collector's own instructions fit. */
export const tracingEndpoint = z
  .url({ protocol: /^https?$/ })
  .optional()
  .describe('Where traces go by OTLP over HTTP, such as http://127.0.0.1:4318; without it none are made');

/** For every process that can't do without others that it does not start itself. */
export const startWaitSeconds = z.coerce
  .number()
  .min(0)
  .max(86_400)
  .default(120)
  .describe('How long to wait at the start for an event store, MongoDB or bus that is not there yet');

/** What every service is told by its environment. Parsed once, in `main.ts`. */
export const baseConfig = z.object({
  BERTH_NATS_URL: z
    .string()
    .default('nats://127.0.0.1:4222')
    .describe('Address of the bus; several by commas'),
  BERTH_NATS_CREDS: z.string().optional().describe('Path of the credentials file for the bus'),
  BERTH_EVENT_STORE: z.string().describe('sqlite:PATH, or kurrentdb://… / esdb://… for a cluster'),
  BERTH_EVENT_STORE_LOGIN_FILE: z
    .string()
    .optional()
    .describe(
      'File with USER:PASSWORD of this service for the event store, in one line; default: as in its URL',
    ),
  BERTH_READ_MODELS: z.string().describe('sqlite:PATH, or mongodb://…'),
  BERTH_PROCESS_STORE: z
    .string()
    .optional()
    .describe(
      'sqlite:PATH or mongodb://… of how far process managers have got and what they parked; default: process.sqlite beside the read models, or a database of its own on their server',
    ),
  BERTH_KEYS: z
    .string()
    .optional()
    .describe(
      'sqlite:PATH of the keys that personal fields are sealed under; default: beside the event store',
    ),
  BERTH_MASTER_KEY_FILE: z
    .string()
    .describe('File with 32 random bytes as base64: the key that wraps all others'),
  BERTH_HEALTH_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address that /livez, /readyz and /metrics listen on'),
  BERTH_HEALTH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe('Port of /livez, /readyz and /metrics; 0 takes a free one'),
  BERTH_READY_MAX_LAG_SECONDS: z.coerce
    .number()
    .positive()
    .default(60)
    .describe(
      '/readyz says 503 where a view, a process manager, a consumer or the relay is further behind than this',
    ),
  BERTH_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .default('info')
    .describe('Least level that is logged'),
  BERTH_ENV: z
    .enum(['development', 'production'])
    .default('production')
    .describe('development turns on GraphiQL and readable logs'),
  BERTH_START_WAIT_SECONDS: startWaitSeconds,
  BERTH_TOKEN_ISSUER: z.string().default('https://berth.local').describe('iss of access tokens'),
  OTEL_EXPORTER_OTLP_ENDPOINT: tracingEndpoint,
});
export type BaseConfig = z.output<typeof baseConfig>;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Fails before anything connects, naming every variable that is wrong and what would be right. Values are never shown. */
export function parseConfig<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.output<S> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => /^(?:BERTH|OTEL)_/.test(name) && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`configuration is wrong: ${problems.join('; ')}`);
}
