import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { createUser } from '@nats-io/nkeys';
import { fmtCreds } from '@nats-io/jwt';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { subjects } from '@berth/contracts/subjects';
import { mintAgentJwt } from '@berth/nats-trust/mint';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import { connectBus, type Bus } from './connection.js';
import { RpcClient, type RpcClientOptions } from './rpc-client.js';
import type { RpcReply } from './rpc-messages.js';
import { RpcServer, type RpcServerOptions } from './rpc-server.js';
import { connectAs, disconnected, reconnected } from './test-bus.js';

const JOB = subjects.query('scheduler', 'job');
const SUBMIT = subjects.command('scheduler', 'job', 'submit');
const HOST = '0123456789ABCDEFGHJKMNPQRS';

let nats: TestNats;
let closing: (() => Promise<unknown> | void)[] = [];
before(async () => {
  nats = await startNats();
});
after(() => nats.stop());
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

async function open(identity: 'gateway' | 'scheduler'): Promise<Bus> {
  const bus = await connectAs(nats, identity);
  closing.push(() => bus.close());
  return bus;
}

async function aClient(options: Omit<RpcClientOptions, 'bus'> = {}): Promise<RpcClient> {
  const client = new RpcClient({ bus: await open('gateway'), ...options });
  closing.push(() => client.close());
  return client;
}

async function aServer(
  define: (server: RpcServer) => void,
  options: Partial<RpcServerOptions> = {},
): Promise<RpcServer> {
  const bus = options.bus ?? (await open('scheduler'));
  const server = new RpcServer({ service: 'scheduler', onError: () => undefined, ...options, bus });
  define(server);
  server.start();
  await bus.nc.flush();
  return server;
}

const ok = (result: string): RpcReply => ({ ok: true, result });
const codeOf = (reply: RpcReply): string => (reply.ok ? 'OK' : reply.error.code);
const reasonOf = (reply: RpcReply): unknown => (reply.ok ? undefined : reply.error.details?.['reason']);

for (const form of ['batched', 'plain'] as const) {
  describe(`a ${form} call`, () => {
    it('carries the request there and the answer back', async () => {
      await aServer((server) =>
        server.handle(SUBMIT, async (request, context) => ({
          ok: true,
          result: { request: { ...request }, subject: context.subject } as never,
          position: '7',
        })),
      );
      const request = { input: { name: 'größe' }, token: 't', idempotencyKey: 'k', after: '3' };
      const reply = await (await aClient({ form })).call(SUBMIT, request);
      assert.deepEqual(reply, { ok: true, result: { request, subject: SUBMIT }, position: '7' });
    });

    it('gets the rejection that a handler returns or throws', async () => {
      const rejection = reject('QUOTA_EXCEEDED', 'at most 3', 'gpus', { limit: 3 });
      await aServer((server) =>
        server
          .handle(JOB, async () => ({ ok: false, error: rejection }))
          .handle(SUBMIT, async () => {
            throw new RejectedError(rejection);
          }),
      );
      const client = await aClient({ form });
      for (const subject of [JOB, SUBMIT]) {
        assert.deepEqual(await client.call(subject, { input: {} }), { ok: false, error: rejection });
      }
    });

    it('never shows what went wrong inside', async () => {
      const logged: string[] = [];
      await aServer(
        (server) =>
          server
            .handle(JOB, async () => {
              throw new Error('password is 1234');
            })
            .handle(SUBMIT, async () => ({ ok: true, result: 1n as never })),
        { onError: (error, { traceId }) => logged.push(`${traceId} ${(error as Error).message}`) },
      );
      const client = await aClient({ form });
      const traceId = 'a'.repeat(32);
      const request = { input: {}, traceparent: `00-${traceId}-${'b'.repeat(16)}-01` };
      const masked = { code: 'UNAVAILABLE', message: 'internal error', details: { traceId } };
      for (const subject of [JOB, SUBMIT]) {
        assert.deepEqual(await client.call(subject, request), { ok: false, error: masked });
      }
      assert.deepEqual(logged[0], `${traceId} password is 1234`);
      assert.match(logged[1] ?? '', /BigInt/);
    });

    it('says that there is no such operation', async () => {
      await aServer((server) => server.handle(JOB, async () => ok('x')));
      const client = await aClient({ form });
      assert.equal(
        codeOf(await client.call(subjects.query('scheduler', 'nothing'), { input: {} })),
        'NOT_FOUND',
      );
      assert.equal(codeOf(await client.call('berth.evt.scheduler.x', { input: {} })), 'NOT_FOUND');
      assert.equal(codeOf(await client.call('berth.qry.nobody.x.v1', { input: {} })), 'NOT_FOUND');
    });

    it('names the field of the envelope that is wrong', async () => {
      await aServer((server) => server.handle(JOB, async () => ok('x')));
      const client = await aClient({ form });
      for (const [request, field] of [
        [{ input: 'text' }, 'input'],
        [{}, 'input'],
        [{ input: {}, token: 5 }, 'token'],
        [{ input: {}, after: {} }, 'after'],
        [{ input: {}, correlationId: 'x'.repeat(257) }, 'correlationId'],
        [[], 'request'],
      ] as const) {
        const reply = await client.call(JOB, request as never);
        assert.deepEqual(!reply.ok && [reply.error.code, reply.error.field], ['VALIDATION_FAILED', field]);
      }
    });

    it('carries up to a mebibyte, and no more', async () => {
      await aServer((server) =>
        server.handle(JOB, async ({ input }) => ok(String((input['text'] as string).length))),
      );
      const client = await aClient({ form });
      const large = { input: { text: 'x'.repeat(1024 * 1024 - 100) } };
      assert.deepEqual(await client.call(JOB, large), ok(String(1024 * 1024 - 100)));
      const reply = await client.call(JOB, { input: { text: 'x'.repeat(1024 * 1024) } });
      assert.deepEqual(!reply.ok && [reply.error.code, reply.error.field], ['VALIDATION_FAILED', 'input']);
    });

    it('is refused at once where the service is not running', async () => {
      const client = await aClient({ form });
      const began = performance.now();
      const reply = await client.call(JOB, { input: {} });
      assert.equal(reasonOf(reply), 'noService');
      assert.ok(performance.now() - began < 2_000);
    });

    it('ends by its time limit', async () => {
      await aServer((server) => server.handle(JOB, () => new Promise(() => undefined)));
      const client = await aClient({ form });
      const reply = await client.call(JOB, { input: {} }, { timeoutMs: 100 });
      assert.equal(reasonOf(reply), 'timeout');
      assert.equal(client.inFlight, 0);
    });

    it('ends with its connection, and works again with the next', async () => {
      const [client, bus] = [await aClient({ form }), await open('scheduler')];
      let called = () => {};
      const running = new Promise<void>((resolve) => (called = resolve));
      await aServer(
        (server) =>
          server
            .handle(SUBMIT, () => {
              called();
              return new Promise(() => undefined);
            })
            .handle(JOB, async () => ok('back')),
        { bus },
      );
      const lost = client.call(SUBMIT, { input: {} });
      await running;
      const gone = disconnected(bus);
      await nats.kill();
      assert.equal(reasonOf(await lost), 'lost');
      assert.equal(reasonOf(await client.call(JOB, { input: {} })), 'disconnected');
      await gone;
      const back = reconnected(bus);
      await nats.restart();
      await back;
      await bus.nc.flush();
      await eventually(async () => assert.deepEqual(await client.call(JOB, { input: {} }), ok('back')));
    });

    it('is told when the service has too much to do', async () => {
      const release: (() => void)[] = [];
      const server = await aServer(
        (s) => s.handle(JOB, () => new Promise((resolve) => release.push(() => resolve(ok('done'))))),
        { maxRunning: 2, maxWaiting: 3 },
      );
      const client = await aClient({ form });
      const replies = Array.from({ length: 8 }, () => client.call(JOB, { input: {} }));
      const busy = await Promise.all(replies.slice(5));
      assert.deepEqual(busy.map(reasonOf), ['busy', 'busy', 'busy']);
      assert.deepEqual([server.running, server.waiting], [2, 3]);
      for (let done = 0; done < 5; done += 1) {
        release.shift()?.();
        await replies[done];
      }
      assert.deepEqual(await Promise.all(replies.slice(0, 5)), Array(5).fill(ok('done')));
    });

    it('is held back when too many are in flight', async () => {
      await aServer((server) => server.handle(JOB, () => new Promise(() => undefined)));
      const client = await aClient({ form, maxInFlight: 2, timeoutMs: 200 });
      const replies = await Promise.all([1, 2, 3].map(() => client.call(JOB, { input: {} })));
      assert.deepEqual(replies.map(reasonOf), ['timeout', 'timeout', 'busy']);
    });

    it('that was taken is answered before the server is drained', async () => {
      let release = () => {};
      const bus = await open('scheduler');
      const server = await aServer(
        (s) => s.handle(JOB, () => new Promise((resolve) => (release = () => resolve(ok('done'))))),
        { bus },
      );
      const client = await aClient({ form });
      const taken = client.call(JOB, { input: {} });
      while (server.running === 0) await new Promise(setImmediate);
      const drained = server.drain();
      // what arrives before the bus has heard that no more is taken is taken
      await bus.nc.flush();
      assert.equal(reasonOf(await client.call(JOB, { input: {} })), 'noService');
      release();
      await drained;
      assert.deepEqual(await taken, ok('done'));
    });
  });
}

describe('batches', () => {
  it('do not let a slow call hold up those beside it', async () => {
    let release = () => {};
    await aServer((server) =>
      server
        .handle(SUBMIT, () => new Promise((resolve) => (release = () => resolve(ok('slow')))))
        .handle(JOB, async () => ok('quick')),
    );
    const client = await aClient();
    const slow = client.call(SUBMIT, { input: {} });
    assert.deepEqual(await client.call(JOB, { input: {} }), ok('quick'));
    release();
    assert.deepEqual(await slow, ok('slow'));
  });

  it('split where there are too many calls or bytes, and lose none', async () => {
    let frames = 0;
    const bus = await open('scheduler');
    bus.nc.subscribe(subjects.batch('scheduler'), { callback: () => void (frames += 1) });
    await aServer((server) =>
      server.handle(JOB, async ({ input }) => ({ ok: true, result: input['n'] as number })),
    );
    await bus.nc.flush();
    const client = await aClient();
    const texts = Array.from({ length: 600 }, (_, n) => ({
      n,
      text: 'x'.repeat(n % 100 === 0 ? 200_000 : 10),
    }));
    const replies = await Promise.all(texts.map((input) => client.call(JOB, { input })));
    assert.deepEqual(
      replies,
      texts.map(({ n }) => ({ ok: true, result: n })),
    );
    assert.ok(frames >= 3 && frames < 12, `${frames} frames`);
  });

  it('answer in several messages where the answers are large', async () => {
    await aServer((server) => server.handle(JOB, async () => ok('y'.repeat(300_000))));
    const client = await aClient();
    const replies = await Promise.all(Array.from({ length: 10 }, () => client.call(JOB, { input: {} })));
    assert.ok(replies.every((reply) => reply.ok && reply.result === 'y'.repeat(300_000)));
  });

  it('that are not understood fail all their calls, and others go on', async () => {
    await aServer((server) => server.handle(JOB, async () => ok('x')));
    const bus = await open('gateway');
    const ask = async (body: string): Promise<RpcReply> =>
      (await bus.nc.request(subjects.batch('scheduler'), body)).json();
    for (const [body, field] of [
      ['{"calls":[{"id":1,', 'request'],
      ['{"calls":7}', 'calls'],
      ['{"calls":[{"id":"1","subject":"x"}]}', 'calls'],
      ['7', 'calls'],
    ] as const) {
      const reply = await ask(body);
      assert.deepEqual(!reply.ok && [reply.error.code, reply.error.field], ['VALIDATION_FAILED', field]);
    }
  });

  it('say so where an answer is larger than a message may be', async () => {
    await aServer((server) => server.handle(JOB, async () => ok('y'.repeat(9 * 1024 * 1024))));
    assert.equal(reasonOf(await (await aClient()).call(JOB, { input: {} })), 'tooLarge');
  });

  it('can not reach the requests of agents', async () => {
    await aServer((server) => server.handleAgent('report', async () => ok('from an agent')));
    const bus = await open('gateway');
    const calls = [{ id: 1, subject: subjects.agentUp(HOST, 'scheduler', 'report'), request: { input: {} } }];
    const inbox = `${subjects.inbox('gateway')}.forger`;
    const answer = new Promise<string>((resolve) => {
      bus.nc.subscribe(inbox, { callback: (_, message) => resolve(message.string()) });
    });
    bus.nc.publish(subjects.batch('scheduler'), JSON.stringify({ calls }), { reply: `${inbox}.1-1` });
    assert.match(await answer, /NOT_FOUND/);
  });
});

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
      signingSeed: readFileSync(nats.trust.agentSigningKeyFile),
      account: nats.trust.account,
    });
    const bus = await connectBus({
      url: nats.url,
      name: 'agent',
      inboxPrefix: subjects.agentInbox(HOST),
      credsText: Buffer.from(fmtCreds(jwt, user)).toString(),
    });
    closing.push(() => bus.close());
    return bus;
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
