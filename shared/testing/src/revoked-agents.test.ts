import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { fmtCreds } from '@nats-io/jwt';
import { createUser } from '@nats-io/nkeys';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { subjects } from '@berth/contracts/subjects';
import { mintAgentJwt } from '@berth/nats-trust/mint';
import { revokeAgents, revokedAgents } from '@berth/nats-trust/revoked-agents';
import { eventually } from './eventually.js';
import { connectIdentity } from './nats-connections.js';
import { startNats, type TestNats } from './nats.js';

jest.setTimeout(60_000);

const WAIT_OPTIONS = { timeoutMs: 20_000, everyMs: 20 };

let nats: TestNats;
const open: NatsConnection[] = [];
beforeAll(async () => {
  nats = await startNats();
});
afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  await nats.stop();
});

/** An agent's key, and a way to connect by it; each time with a JWT of its own. */
function anAgent(hostId: string, lifeSeconds = 86_400) {
  const key = createUser();
  const enter = async () => {
    const jwt = await mintAgentJwt({
      hostId,
      publicKey: key.getPublicKey(),
      signingSeed: readFileSync(nats.trust.agentSigningKeyFile),
      account: nats.trust.account,
      lifeSeconds,
    });
    const connection = await connect({
      servers: nats.url,
      authenticator: credsAuthenticator(Buffer.from(fmtCreds(jwt, key))),
      inboxPrefix: subjects.agentInbox(hostId),
      reconnect: false,
    });
    open.push(connection);
    return connection;
  };
  return { publicKey: key.getPublicKey(), enter };
}

describe("a revoked agent's key", () => {
  it('opens the bus no more: its connection ends, newer JWTs are refused too, and others go on', async () => {
    const [removed, other] = [anAgent('REMOVED'), anAgent('OTHER')];
    const ended = await removed.enter();
    const staying = await other.enter();
    const inventory = await connectIdentity(nats, 'inventory');
    open.push(inventory);
    inventory.subscribe(subjects.agentsUpTo('inventory'), {
      callback: (_, message) => void message.respond('heard'),
    });
    await inventory.flush();

    assert.deepEqual(revokeAgents(nats.trust.revokedAgentsFile, [removed.publicKey]), [removed.publicKey]);
    await nats.reloadTrust();
    await eventually(() => assert.ok(ended.isClosed(), 'it is connected still'), WAIT_OPTIONS);
    await assert.rejects(removed.enter(), /authorization violation|revoked/i);

    const heard = await staying.request(subjects.agentUp('OTHER', 'inventory', 'register'), 'x');
    assert.equal(heard.string(), 'heard');
    assert.ok(!(await other.enter()).isClosed());
    await nats.restart();
    await assert.rejects(removed.enter(), /authorization violation|revoked/i);
    assert.ok(!(await other.enter()).isClosed());
  });

  it('stays in the list, once, whatever is added later', () => {
    const file = nats.trust.revokedAgentsFile;
    const before = revokedAgents(file);
    const key = createUser().getPublicKey();
    assert.deepEqual(revokeAgents(file, [key, 'not a key']), [key]);
    assert.deepEqual(revokeAgents(file, [key, ...before]), []);
    assert.deepEqual(revokedAgents(file), [...before, key].sort());
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });
});
