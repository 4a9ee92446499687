import { parseArgs } from 'node:util';
import { BUS_IDENTITIES } from '@berth/contracts/services';
import { ensurePrivateDir } from './private-files.js';
import { revokeAgents, revokedAgents, revokedAgentsFile } from './revoked-agents.js';
import { writeServerConfig, parseServerVersion, serverVersionOf } from './server-config.js';
import { ensureTrust } from './trust.js';

/**
 * A command for whatever starts nats-server (the launcher, a container's init step): makes the trust and the server's
 * configuration, and prints as JSON where things are.
 */
const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    store: { type: 'string' },
    port: { type: 'string', default: '4222' },
    host: { type: 'string', default: '127.0.0.1' },
    /** A list of revoked agents' keys that is kept elsewhere: it is taken over. */
    revoked: { type: 'string' },
    /** The server's program, which is asked for its version ... */
    server: { type: 'string' },
    /** ... or the version itself, where the program is elsewhere. */
    version: { type: 'string' },
  },
});
const { dir, store, port, host, server, version, revoked } = values;
if (!dir || !store || !(server ?? version)) {
  console.error(
    'usage: write-trust --dir DIR --store DIR (--server PROGRAM | --version X.Y.Z) [--port N] [--host H] [--revoked FILE]',
  );
  process.exit(2);
}

if (revoked) {
  ensurePrivateDir(dir);
  revokeAgents(revokedAgentsFile(dir), revokedAgents(revoked));
}
const trust = await ensureTrust(dir);
const config = writeServerConfig(trust, {
  port: Number(port),
  host,
  storeDir: store,
  version: server ? await serverVersionOf(server) : parseServerVersion(`v${version ?? ''}`),
});
console.log(
  JSON.stringify({
    config,
    account: trust.account,
    agentSigningKeyFile: trust.agentSigningKeyFile,
    revokedAgentsFile: trust.revokedAgentsFile,
    creds: Object.fromEntries(BUS_IDENTITIES.map((identity) => [identity, trust.credsOf(identity)])),
  }),
);
