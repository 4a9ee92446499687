import { BUS_IDENTITIES } from '../../shared/contracts/dist/services.js';
import { writeServerConfig } from '../../shared/nats-trust/dist/server-config.js';
import { serverVersionOf } from '../../shared/nats-trust/dist/server-version.js';
import { ensureTrust } from '../../shared/nats-trust/dist/trust.js';

/** Run under Node 24 by the launcher, which may itself be on an older one. Prints where things are, as JSON. */
const [dir, storeDir, port, binary] = process.argv.slice(2);
const trust = await ensureTrust(dir);
const config = writeServerConfig(trust, {
  port: Number(port),
  storeDir,
  version: await serverVersionOf(binary),
});
console.log(
  JSON.stringify({
    config,
    account: trust.account,
    agentSigningKeyFile: trust.agentSigningKeyFile,
    creds: Object.fromEntries(BUS_IDENTITIES.map((identity) => [identity, trust.credsOf(identity)])),
  }),
);
