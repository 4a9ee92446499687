import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withNode } from '../setup/node.mjs';
import { TOOLS } from '../setup/paths.mjs';

/** The settings of each process, as environment variables; what the launcher's own environment sets wins where marked so. */

/** For every process: ours without npm's, with our Node first. */
export function commonEnv(node) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
  return {
    ...withNode(node, Object.fromEntries(inherited)),
    NODE_COMPILE_CACHE: join(TOOLS, 'compile-cache'),
    BERTH_LOG_LEVEL: process.env.BERTH_LOG_LEVEL ?? 'info',
    BERTH_ENV: process.env.BERTH_ENV ?? 'development',
  };
}

/** Stores are files of the installation, unless the environment names a cluster for all. */
export function serviceEnv(name, { at, natsUrl, trust, masterKeyFile, joinTokenFile }) {
  const folder = at('services', name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const inventory = {
    BERTH_AGENT_SIGNING_KEY_FILE: trust.agentSigningKeyFile,
    BERTH_NATS_ACCOUNT: trust.account,
    BERTH_REVOKED_AGENTS_FILE: trust.revokedAgentsFile,
    BERTH_LOCAL_JOIN_TOKEN_FILE: joinTokenFile,
  };
  const logins = process.env.BERTH_EVENT_STORE_LOGINS ?? at('secrets', 'event-store');
  const login = { BERTH_EVENT_STORE_LOGIN_FILE: join(logins, `${name}.login`) };
  const telemetry = { BERTH_LOG_ARCHIVE_DIR: process.env.BERTH_LOG_ARCHIVE_DIR ?? join(folder, 'logs') };
  const auth = { BERTH_REGISTRATION: process.env.BERTH_REGISTRATION ?? 'open' };
  return {
    BERTH_NATS_URL: natsUrl,
    BERTH_NATS_CREDS: trust.creds[name],
    BERTH_EVENT_STORE: process.env.BERTH_EVENT_STORE ?? `sqlite:${join(folder, 'events.sqlite')}`,
    BERTH_READ_MODELS: process.env.BERTH_READ_MODELS ?? `sqlite:${join(folder, 'views.sqlite')}`,
    BERTH_KEY_STORE: `sqlite:${join(folder, 'keys.sqlite')}`,
    BERTH_MASTER_KEY_FILE: masterKeyFile,
    BERTH_HEALTH_PORT: '0',
    ...(existsSync(logins) && login),
    ...(name === 'auth' && auth),
    ...(name === 'inventory' && inventory),
    ...(name === 'telemetry' && telemetry),
  };
}

export function gatewayEnv({ natsUrl, trust }, port) {
  const origins = `http://127.0.0.1:${port},http://localhost:${port}`;
  return {
    // Else graphql-js checks on every value that there is only one copy of it.
    NODE_ENV: 'production',
    BERTH_NATS_URL: natsUrl,
    BERTH_NATS_CREDS: trust.creds.gateway,
    BERTH_HTTP_HOST: process.env.BERTH_HTTP_HOST ?? '127.0.0.1',
    BERTH_HTTP_PORT: String(port),
    BERTH_ALLOWED_ORIGINS: process.env.BERTH_ALLOWED_ORIGINS ?? origins,
  };
}

/** @param trustJobs to accept jobs of all users where they can't be isolated from the platform */
export function agentEnv({ at, natsUrl, joinTokenFile }, port, { simulateGpus, trustJobs }) {
  const given = [
    ...['BERTH_LOG_ARCHIVE_DIR', 'BERTH_EVENT_STORE_LOGINS'].map((name) => process.env[name]),
    ...['BERTH_EVENT_STORE', 'BERTH_READ_MODELS', 'BERTH_PROCESS_STORE'].map((name) =>
      /^sqlite:(.+)$/.exec(process.env[name] ?? '')?.[1]?.replace(/[^/]*$/, ''),
    ),
    process.env.BERTH_PRIVATE_FOLDERS,
  ];
  return {
    BERTH_PRIVATE_FOLDERS: [at(), ...given.filter(Boolean)].join(delimiter),
    BERTH_TRUST_JOBS: process.env.BERTH_TRUST_JOBS ?? String(trustJobs),
    BERTH_NATS_URL: natsUrl,
    BERTH_GATEWAY_URL: `http://127.0.0.1:${port}`,
    BERTH_JOIN_TOKEN_FILE: joinTokenFile,
    BERTH_AGENT_DIR: at('agent'),
    BERTH_SIMULATE_GPUS: String(simulateGpus),
  };
}
