import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withNode } from '../setup/node.mjs';
import { ROOT } from '../setup/paths.mjs';
import { run } from '../setup/run-command.mjs';
import { rememberedPort } from './ports.mjs';
import { revokedKeys } from './revocation-watch.mjs';
import { ensureMasterKey, ensureSecret } from './secrets.mjs';

const WRITE_TRUST = join(ROOT, 'shared', 'nats-trust', 'dist', 'write-trust.js');

/**
 * What one data folder holds before anything runs: secrets, who may use the bus, and the bus's configuration.
 * @param options.running the bus runs already, and stays where it is
 */
export async function ensureInstallation(data, { node, natsServer }, { running = false } = {}) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const at = (...parts) => join(data, ...parts);
  const masterKeyFile = ensureMasterKey(data);
  const { natsHost, natsPort } = running
    ? listening(at('trust', 'nats-server.conf'))
    : {
        natsHost: process.env.BERTH_NATS_HOST ?? '127.0.0.1',
        natsPort: await rememberedPort(at('nats-port')),
      };
  const folders = ['--dir', at('trust'), '--store', at('jetstream')];
  const server = ['--host', natsHost, '--port', String(natsPort), '--server', natsServer];
  const writeTrust = async () => {
    const { status, output } = await run(node, [WRITE_TRUST, ...folders, ...server], { env: withNode(node) });
    if (status !== 0) throw new Error(`the keys of the bus could not be created: ${output}`);
    return JSON.parse(output);
  };
  const revoked = revokedKeys(at('trust', 'revoked-agents'));
  return {
    at,
    natsPort,
    natsUrl: `nats://127.0.0.1:${natsPort}`,
    trust: await writeTrust(),
    /** Agents' keys that the bus refuses by the configuration that was written here. */
    revoked,
    writeTrust,
    masterKeyFile,
    joinTokenFile: ensureSecret(at('secrets', 'local-join-token'), { bytes: 32, encoding: 'base64url' }),
  };
}

function listening(config) {
  const [, natsHost, port] = /^listen: "(.+):(\d+)"$/m.exec(readFileSync(config, 'utf8')) ?? [];
  if (!port) throw new Error(`${config} does not contain the listen address of the bus`);
  return { natsHost, natsPort: Number(port) };
}
