import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withNode } from '../setup/node.mjs';
import { run } from '../setup/run-command.mjs';
import { rememberedPort } from './ports.mjs';
import { ensureSecret } from './secrets.mjs';

const WRITE_TRUST = fileURLToPath(new URL('write-trust.mjs', import.meta.url));

/** What one data folder holds before anything runs: secrets, who may use the bus, and the bus's configuration. */
export async function ensureInstallation(data, { node, natsServer }) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const at = (...parts) => join(data, ...parts);
  const natsPort = await rememberedPort(at('nats-port'));
  const args = [WRITE_TRUST, at('trust'), at('jetstream'), String(natsPort), natsServer];
  const { status, output } = await run(node, args, { env: withNode(node) });
  if (status !== 0) throw new Error(`the bus's keys could not be made: ${output}`);
  return {
    at,
    natsPort,
    natsUrl: `nats://127.0.0.1:${natsPort}`,
    trust: JSON.parse(output),
    masterKeyFile: ensureSecret(at('secrets', 'master.key'), { bytes: 32, encoding: 'base64' }),
    joinTokenFile: ensureSecret(at('secrets', 'local-join-token'), { bytes: 32, encoding: 'base64url' }),
  };
}
