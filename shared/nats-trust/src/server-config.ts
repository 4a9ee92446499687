import { join } from 'node:path';
import { ensurePrivateDir, replacePrivateFile } from './private-files.js';
import { atLeast, type ServerVersion } from './server-version.js';
import type { Trust } from './trust.js';

/** A log chunk is 64 KiB and a batch of calls a few of those; the default (1 MiB) is too little for a page of history. */
const MAX_PAYLOAD_BYTES = 8 * 1024 * 1024;

/** Calls go to one copy of a service each: one that is frozen must not get its share for longer than half a minute. */
const PING_SECONDS = 10;
const MAX_PINGS_UNANSWERED = 2;

export interface ServerSettings {
  readonly port: number;
  /** Where JetStream keeps its files. */
  readonly storeDir: string;
  /** Of the server that will read it, since older ones refuse settings that they don't know. */
  readonly version: ServerVersion;
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
}

/** Writes `nats-server.conf` into the trust folder and returns its path. */
export function writeServerConfig(trust: Trust, settings: ServerSettings): string {
  const path = join(trust.dir, 'nats-server.conf');
  ensurePrivateDir(settings.storeDir);
  replacePrivateFile(path, serverConfig(trust, settings));
  return path;
}

function serverConfig(trust: Trust, { port, storeDir, version, host = '127.0.0.1' }: ServerSettings): string {
  const accounts = [...trust.accountJwts].map(([key, jwt]) => `  ${key}: ${JSON.stringify(jwt)}`);
  return [
    'server_name: berth',
    `listen: "${host}:${port}"`,
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
    `ping_interval: "${PING_SECONDS}s"`,
    `ping_max: ${MAX_PINGS_UNANSWERED}`,
    'jetstream {',
    `  store_dir: ${JSON.stringify(storeDir)}`,
    ...(atLeast(version, [2, 10, 0]) ? ['  sync_interval: "5s"'] : []),
    '}',
    `operator: ${JSON.stringify(trust.operatorJwt)}`,
    `system_account: ${trust.systemAccount}`,
    'resolver: MEMORY',
    'resolver_preload {',
    ...accounts,
    '}',
    '',
  ].join('\n');
}
