import { z } from 'zod';

/** Where traces go; named as OpenTelemetry names it, so that a collector's own instructions fit. */
export const tracingEndpoint = z
  .url({ protocol: /^https?$/ })
  .optional()
  .describe('OTLP/HTTP endpoint for traces, such as http://127.0.0.1:4318; without it tracing is off');

/** For every process that can't do without others that it does not start itself. */
export const startTimeoutSeconds = z.coerce
  .number()
  .min(0)
  .max(86_400)
  .default(120)
  .describe('Timeout at the start for connecting to the event store, MongoDB or the bus');

/** The environment variables of every service. Parsed once, in `main.ts`. */
export const baseConfig = z.object({
  BERTH_NATS_URL: z
    .string()
    .default('nats://127.0.0.1:4222')
    .describe('Address of the bus; several separated by commas'),
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
      'sqlite:PATH or mongodb://… of the checkpoints and parked messages of process managers; default: process.sqlite beside the read models, or a database of its own on their server',
    ),
  BERTH_KEY_STORE: z
    .string()
    .optional()
    .describe('sqlite:PATH of the keys that encrypt personal fields; default: beside the event store'),
  BERTH_MASTER_KEY_FILE: z
    .string()
    .describe('File with the master key, which wraps all other keys: 32 random bytes as base64'),
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
    .describe('Port of /livez, /readyz and /metrics; 0 is any free port'),
  BERTH_READY_MAX_LAG_SECONDS: z.coerce
    .number()
    .positive()
    .default(60)
    .describe(
      'Maximum lag in seconds of views, process managers, consumers and the relay; above it /readyz answers 503',
    ),
  BERTH_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .default('info')
    .describe('Minimum level that is logged'),
  BERTH_ENV: z
    .enum(['development', 'production'])
    .default('production')
    .describe('development enables GraphiQL and readable logs'),
  BERTH_START_TIMEOUT_SECONDS: startTimeoutSeconds,
  BERTH_TOKEN_ISSUER: z.string().default('https://berth.local').describe('iss claim of access tokens'),
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
  throw new ConfigError(`the configuration is invalid: ${problems.join('; ')}`);
}
