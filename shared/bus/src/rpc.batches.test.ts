import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { subjects } from '@berth/contracts/subjects';
import type { RpcReply } from './rpc-messages.js';
import { HOST, JOB, ok, reasonOf, rpcWorld, SUBMIT } from './test-rpc.js';

const { open, aClient, aServer } = rpcWorld();

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
    // what counts them has a connection of its own, which may lag behind the answers
    await bus.nc.flush();
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

  it('cannot reach the requests of agents', async () => {
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
