import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { subjects } from '@berth/contracts/subjects';
import { eventually } from '@berth/testing/eventually';
import { disconnected, reconnected } from './test-bus.js';
import { codeOf, JOB, ok, reasonOf, rpcWorld, SUBMIT } from './test-rpc.js';

const { nats, open, aClient, aServer } = rpcWorld();

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
      await nats().kill();
      assert.equal(reasonOf(await lost), 'lost');
      assert.equal(reasonOf(await client.call(JOB, { input: {} })), 'disconnected');
      await gone;
      const back = reconnected(bus);
      await nats().restart();
      await back;
      await bus.nc.flush();
      await eventually(async () => assert.deepEqual(await client.call(JOB, { input: {} }), ok('back')));
    });

    it('is refused when the service is overloaded', async () => {
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
      // what arrives before the bus has processed the unsubscribe is handled
      await bus.nc.flush();
      assert.equal(reasonOf(await client.call(JOB, { input: {} })), 'noService');
      release();
      await drained;
      assert.deepEqual(await taken, ok('done'));
    });
  });
}
