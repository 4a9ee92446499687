import { join } from 'node:path';
import { ensurePrivateDir, replacePrivateFile } from './private-files.js';
import { atLeast, type ServerVersion } from './server-version.js';
import type { Trust } from './trust.js';

/** A log chunk is 64 KiB and a batch of calls a few of those; the default (1 MiB) is too little for a page of history. */
const MAX_PAYLOAD_BYTES = 8 * 1024 * 1024;

/**
 * Writes `nats-server.conf` into the trust folder and returns its path. The server listens on 127.0.0.1 only.
 * @param storeDir where JetStream keeps its files
 * @param version of the server that will read it, since older ones refuse settings that they don't know
 */
export function writeServerConfig(
  trust: Trust,
  options: { port: number; storeDir: string; version: ServerVersion; name?: string },
): string {
  const path = join(trust.dir, 'nats-server.conf');
  ensurePrivateDir(options.storeDir);
  replacePrivateFile(path, serverConfig(trust, options));
  return path;
}

function serverConfig(
  trust: Trust,
  {
    port,
    storeDir,
    version,
    name = 'berth',
  }: { port: number; storeDir: string; version: ServerVersion; name?: string },
): string {
  const accounts = [...trust.accountJwts].map(([key, jwt]) => `  ${key}: ${JSON.stringify(jwt)}`);
  return [
    `server_name: ${JSON.stringify(name)}`,
    `listen: "127.0.0.1:${port}"`,
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
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
