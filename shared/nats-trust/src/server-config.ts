import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensurePrivateDir, replacePrivateFile } from './private-files.js';
import type { Trust } from './trust.js';

type ServerVersion = readonly [major: number, minor: number, patch: number];

/** Output of the program itself: `nats-server: v2.9.10`. */
export async function serverVersionOf(binary: string): Promise<ServerVersion> {
  const { stdout } = await promisify(execFile)(binary, ['--version'], { timeout: 10_000 });
  return parseServerVersion(stdout);
}

export function parseServerVersion(text: string): ServerVersion {
  const match = /v(\d+)\.(\d+)\.(\d+)/.exec(text);
  if (!match) throw new Error(`this is not a version of nats-server: ${text.trim()}`);
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

function atLeast(version: ServerVersion, least: ServerVersion): boolean {
  const [major, minor, patch] = version.map((part, index) => part - (least[index] ?? 0)) as [
    number,
    number,
    number,
  ];
  return (major || minor || patch) >= 0;
}

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
