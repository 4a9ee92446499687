import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { submitArrayInput, type ArrayView } from '@berth/contracts/scheduler/array';
import type { Reply } from '@berth/service-host/operation';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { hostId, poolId } from '../../testing/fixtures.js';
import {
  aGrant,
  aPool,
  aProject,
  aUser,
  ForeignLog,
  someGpus,
  type ForeignEvent,
} from '../../testing/foreign-events.js';
import { SchedulerWorld } from '../../testing/scheduler-world.js';
import { ScriptedAgent } from '../../testing/scripted-agent.js';
import { ada, count, crashAtEveryAppend } from '../../testing/crash-scenario.js';

jest.setTimeout(240_000);

const folder = tempDir('arrays');
let worlds = 0;
const grant = aGrant();
const sweep = { name: 'sweep', project: 'vision', command: ['true'], gpus: { count: 1 } };

async function aWorld(max = 100) {
  const own = join(folder, String((worlds += 1)));
  mkdirSync(own);
  const agent = new ScriptedAgent(hostId);
  agent.finishes = false;
  const world = await SchedulerWorld.open({ folder: own, agents: [agent] });
  onTestEnd(() => world.stop());
  const log = new ForeignLog();
  const hear = (...events: readonly ForeignEvent[]) => world.hear(...log.record(...events));
  await hear(aUser(), aProject(), aPool(poolId, { max }), grant, ...someGpus(hostId, 4));
  const submit = (change: object, key: string = crypto.randomUUID()) => submitTo(world, change, key);
  const until = (id: string, what: (array: ArrayView) => void) =>
    eventually(async () => {
      const [array] = await world.arrayViews.byIds(ada, [id]);
      assert.ok(array);
      what(array);
    });
  return { world, agent, hear, submit, until };
}
const submitTo = (world: SchedulerWorld, change: object, key: string) =>
  world.arrays.submit(
    world.callOf(ada, 'scheduler.array.submit.v1', submitArrayInput.parse({ ...sweep, ...change }), key),
  );
function taken(answer: Awaited<Reply<ArrayView>>): ArrayView {
  assert.ok(answer.ok, answer.ok ? '' : `${answer.error.code} ${answer.error.message}`);
  return answer.value.result;
}
const refusal = (answer: Awaited<Reply<ArrayView>>) =>
  answer.ok ? ['OK'] : [answer.error.code, answer.error.field];

describe('an array', () => {
  it('becomes jobs that know their places, and whose secrets are kept', async () => {
    const { world, agent, submit, until } = await aWorld();
    agent.finishes = true;
    const parameters = [{ LR: '0.1', TOKEN: 's3cret' }, { LR: '0.2' }, { LR: '0.3' }];
    const { id } = taken(await submit({ parameters, env: { LR: '1', A: 'b' } }));
    await until(id, ({ state }) => assert.equal(state, 'succeeded'));
    const members = await world.arrayViews.members(ada, id, { first: 2 });
    assert.deepEqual(
      members.items.map(({ node }) => [node.name, node.origin, node.spec.envNames.length]),
      [
        ['sweep[0]', { kind: 'array', id, index: 0 }, 6],
        ['sweep[1]', { kind: 'array', id, index: 1 }, 5],
      ],
    );
    assert.ok(members.hasNextPage);
    const order = agent.orders.find(({ jobId }) => jobId === members.items[1]?.node.id);
    assert.deepEqual(order?.env, {
      LR: '0.2',
      A: 'b',
      BERTH_ARRAY_ID: id,
      BERTH_ARRAY_INDEX: '1',
      BERTH_ARRAY_SIZE: '3',
    });
    for await (const events of world.store.readAll()) assert.ok(!JSON.stringify(events).includes('s3cret'));
  });

  it('has no more members unfinished than it may', async () => {
    const { agent, submit, until } = await aWorld();
    const { id } = taken(await submit({ count: 7, maxParallel: 3 }));
    for (const ended of [0, 3, 6]) {
      const running = Math.min(3, 7 - ended);
      await until(id, ({ counts }) => {
        assert.deepEqual([counts.succeeded, counts.running], [ended, running]);
        assert.equal(counts.held, Math.max(0, 7 - ended - 3));
      });
      await eventually(() => assert.equal(agent.orders.length, ended + running));
      agent.finishAll();
    }
    await until(id, ({ state }) => assert.equal(state, 'succeeded'));
  });

  it('is refused whole where the queue has no room for it, unless it needs less at a time', async () => {
    const { world, submit } = await aWorld(10);
    const position = await world.store.lastPosition();
    const answer = await submit({ count: 11 });
    assert.deepEqual(refusal(answer), ['QUEUE_FULL', 'pool']);
    assert.deepEqual(answer.ok ? {} : answer.error.details, { waiting: 0, limit: 10, jobs: 11, room: 10 });
    assert.equal(await world.store.lastPosition(), position);
    const both = await Promise.all([submit({ count: 6 }), submit({ count: 6 })]);
    assert.deepEqual(both.map((each) => refusal(each)[0]).sort(), ['OK', 'QUEUE_FULL']);
    const small = taken(await submit({ count: 500, maxParallel: 4 }, 'small'));
    assert.deepEqual(small.counts, { ...small.counts, held: 496, waiting: 4 });
    assert.equal(taken(await submit({ count: 500, maxParallel: 4 }, 'small')).id, small.id);
  });

  it('ends whole when it is cancelled', async () => {
    const { world, agent, submit, until } = await aWorld();
    const { id } = taken(await submit({ count: 50, maxParallel: 6 }));
    await eventually(() => assert.equal(agent.orders.length, 4));
    const cancel = world.callOf(ada, 'scheduler.array.cancel.v1', { arrayId: id }, 'cancel');
    assert.ok((await world.arrays.cancel(cancel)).ok);
    await until(id, ({ state, counts }) => {
      assert.equal(state, 'cancelled');
      assert.equal(counts.cancelled, 50);
    });
    assert.equal(agent.orders.length, 4);
  });

  it('refuses the rest where a grant has ended meanwhile, and says why', async () => {
    const { agent, hear, submit, until } = await aWorld();
    const { id } = taken(await submit({ count: 5, maxParallel: 2 }));
    await eventually(() => assert.equal(agent.orders.length, 2));
    await hear({
      type: 'inventory.grant.revoked.v1',
      data: { grantId: (grant.data as { grantId: string }).grantId },
    });
    agent.finishAll();
    await until(id, ({ state, counts, message }) => {
      assert.equal(state, 'failed');
      assert.deepEqual([counts.succeeded, counts.refused], [2, 3]);
      assert.match(message ?? '', /no pool/);
    });
  });

  it('submits a gang at once, each with its rank', async () => {
    const { world, submit } = await aWorld();
    const { id } = taken(await submit({ count: 3, gang: true }));
    await eventually(async () => {
      const { items } = await world.arrayViews.members(ada, id, { first: 10 });
      assert.deepEqual(
        items.map(({ node }) => node.spec.gang),
        [0, 1, 2].map((rank) => ({ gangId: id, rank, size: 3 })),
      );
    });
  });

  it('says what is wrong with its size', () => {
    const wrong = (change: object) =>
      submitArrayInput.safeParse({ ...sweep, ...change }).error?.issues[0]?.path;
    assert.deepEqual(wrong({}), ['count']);
    assert.deepEqual(wrong({ count: 2, parameters: [{}] }), ['count']);
    assert.deepEqual(wrong({ count: 10_001 }), ['count']);
    assert.deepEqual(wrong({ count: 257, gang: true }), ['count']);
    assert.deepEqual(wrong({ count: 2, gang: true, maxParallel: 1 }), ['maxParallel']);
    assert.equal(wrong({ count: 10_000 }), undefined);
  });
});

describe('an array under a scheduler that dies between any two appends', () => {
  it('runs each member once', async () => {
    await crashAtEveryAppend(
      folder,
      'crashing',
      async (scenario) => {
        const array = await scenario.insist((world) =>
          submitTo(world, { count: 3, maxParallel: 2 }, 'submission'),
        );
        const { id } = taken(array);
        await eventually(
          async () => {
            const [now] = await scenario.insist((world) => world.arrayViews.byIds(ada, [id]));
            assert.equal(now?.state, 'succeeded');
          },
          { timeoutMs: 20_000, everyMs: 5 },
        );
        await scenario.untilNothingIsLeased();
      },
      (events, agent) => {
        const { submitted, memberEnded, ended } = count(
          events.filter(({ stream }) => stream.startsWith('array:')),
        );
        assert.deepEqual([submitted, memberEnded, ended], [1, 3, 1]);
        assert.equal(events.filter(({ type }) => type === 'scheduler.job.submitted.v1').length, 3);
        assert.equal(new Set(agent.launched).size, 3);
        assert.equal(agent.launched.length, 3);
      },
    );
  });
});
