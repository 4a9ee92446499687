import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { createUser } from '@nats-io/nkeys';
import { fmtCreds } from '@nats-io/jwt';
import { subjects } from '@berth/contracts/subjects';
import { mintAgentJwt } from '@berth/nats-trust/mint';
import { connectBus, type Bus } from './connection.js';
import { RpcClient } from './rpc-client.js';
import type { RpcReply } from './rpc-messages.js';
import { codeOf, HOST, JOB, ok, rpcWorld } from './test-rpc.js';

const { nats, closed, open, aClient, aServer } = rpcWorld();

describe('a plain message', () => {
  it('that is no JSON or too large is refused by the server too', async () => {
    await aServer((server) => server.handle(JOB, async () => ok('x')));
    const bus = await open('gateway');
    for (const [body, field] of [
      ['{', 'request'],
      ['"x"', 'request'],
      [`{"input":{"text":"${'x'.repeat(1024 * 1024)}"}}`, 'input'],
    ] as const) {
      const reply = (await bus.nc.request(JOB, body)).json<RpcReply>();
      assert.deepEqual(!reply.ok && [reply.error.code, reply.error.field], ['VALIDATION_FAILED', field]);
    }
  });

  it('does not make the service publish elsewhere', async () => {
    let calls = 0;
    const server = await aServer((s) =>
      s.handle(JOB, async () => {
        calls += 1;
        return ok('x');
      }),
    );
    const bus = await open('gateway');
    bus.nc.publish(JOB, '{"input":{}}', {
      reply: subjects.event('scheduler', undefined, 'job', 'J', 'x.v1'),
    });
    assert.deepEqual((await bus.nc.request(JOB, '{"input":{}}')).json(), ok('x'));
    assert.deepEqual([calls, server.running], [1, 0]);
  });
});

describe('an agent', () => {
  async function connectAgent(): Promise<Bus> {
    const user = createUser();
    const jwt = await mintAgentJwt({
      hostId: HOST,
      publicKey: user.getPublicKey(),
      signingSeed: readFileSync(nats().trust.agentSigningKeyFile),
      account: nats().trust.account,
      lifeSeconds: 3600,
    });
    return closed(
      await connectBus({
        url: nats().url,
        name: 'agent',
        inboxPrefix: subjects.agentInbox(HOST),
        credsText: Buffer.from(fmtCreds(jwt, user)).toString(),
      }),
    );
  }

  it('asks on its own host`s subjects, and the handler knows its host', async () => {
    await aServer((server) =>
      server.handleAgent('report', async ({ input }, { hostId }) => ok(`${hostId} ${input['state']}`)),
    );
    const client = new RpcClient({ bus: await connectAgent(), form: 'plain' });
    const call = (verb: string) =>
      client.call(subjects.agentUp(HOST, 'scheduler', verb), { input: { state: 'up' } });
    assert.deepEqual(await call('report'), ok(`${HOST} up`));
    assert.equal(codeOf(await call('other')), 'NOT_FOUND');
    client.close();
  });

  it('gets no answer sent to where it may not read', async () => {
    let calls = 0;
    const server = await aServer((s) =>
      s.handleAgent('report', async () => {
        calls += 1;
        return ok('x');
      }),
    );
    const bus = await connectAgent();
    const subject = subjects.agentUp(HOST, 'scheduler', 'report');
    bus.nc.publish(subject, '{"input":{}}', { reply: `${subjects.inbox('gateway')}.x` });
    bus.nc.publish(subject, '{"input":{}}', { reply: `${subjects.agentInbox('ANOTHERHOST')}.x` });
    assert.deepEqual((await bus.nc.request(subject, '{"input":{}}')).json(), ok('x'));
    assert.deepEqual([calls, server.waiting], [1, 0]);
  });
});

describe('copies of a service', () => {
  it('share its calls, each call going to one', async () => {
    const counts = [0, 0];
    for (const copy of [0, 1]) {
      await aServer((server) =>
        server.handle(JOB, async () => {
          counts[copy] = (counts[copy] ?? 0) + 1;
          return ok('x');
        }),
      );
    }
    const client = await aClient({ form: 'plain' });
    await Promise.all(Array.from({ length: 200 }, () => client.call(JOB, { input: {} })));
    assert.equal((counts[0] ?? 0) + (counts[1] ?? 0), 200);
    assert.ok(
      counts.every((count) => count > 20),
      String(counts),
    );
  });
});
