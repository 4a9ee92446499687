import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newEvents } from '@berth/event-store/testing';
import { toPosition, type RecordedEvent } from '@berth/event-store';
import type { ReadModels } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import { eventually } from '@berth/testing/eventually';
import { createLogger } from './log.js';
import { RunningReactor, type Reactor } from './reactor.js';
import { openTestStore } from './testing/stores.js';

const log = createLogger('test', 'silent');
const TYPE = 'test.thing.done.v1';
const done = (count: number) => newEvents(count, { type: TYPE });

async function aReactor(t: TestContext, change: Partial<Reactor> = {}) {
  const store = await openTestStore(t);
  const readModels = memoryReadModels();
  const handled: RecordedEvent[] = [];
  const reactor: Reactor = {
    name: 'test',
    types: [TYPE],
    handle: async (event) => void handled.push(event),
    ...change,
  };
  const run = (over: ReadModels = readModels) => {
    const running = new RunningReactor(reactor, { store, readModels: over, log });
    t.after(() => running.stop());
    running.start();
    return running;
  };
  const indexes = () => handled.map(({ data }) => data['index']);
  return { store, readModels, handled, indexes, run };
}

describe('a process manager', () => {
  it('gets the events that it wants, those of a stream in order', async (t) => {
    const { store, handled, indexes, run } = await aReactor(t);
    await store.append('thing:1', done(3), 'noStream');
    await store.append('other:1', newEvents(2, { type: 'test.other.v1' }), 'noStream');
    const running = run();
    await eventually(() => assert.deepEqual(indexes(), [0, 1, 2]));
    await store.append('thing:1', newEvents(1, { type: TYPE, data: { index: 3 } }), 2);
    await eventually(() => assert.deepEqual(indexes(), [0, 1, 2, 3]));
    assert.ok(handled.every(({ type }) => type === TYPE));
    await eventually(() => assert.equal(running.status.state, 'live'));
  });

  it('goes on after what it has handled when it is started again', async (t) => {
    const { store, indexes, run } = await aReactor(t);
    await store.append('thing:1', done(2), 'noStream');
    const first = run();
    await eventually(() => assert.equal(first.status.state, 'live'));
    await first.stop();
    assert.equal(first.status.state, 'stopped');
    await store.append('thing:2', newEvents(1, { type: TYPE, data: { index: 9 } }), 'noStream');
    run();
    await eventually(() => assert.deepEqual(indexes(), [0, 1, 9]));
  });

  it('gets an event again that was handled just before a crash', async (t) => {
    const { store, readModels, indexes, run } = await aReactor(t);
    await store.append('thing:1', done(2), 'noStream');
    let crashed = false;
    const neverSaves: ReadModels = {
      ...readModels,
      saveCheckpoint: () => {
        crashed = true;
        return new Promise(() => undefined);
      },
    };
    const frozen = new RunningReactor(
      { name: 'test', types: [TYPE], handle: async () => undefined },
      { store, readModels: neverSaves, log },
    );
    frozen.start();
    await eventually(() => assert.ok(crashed));
    run();
    await eventually(() => assert.deepEqual(indexes(), [0, 1]));
  });

  it('tries again for as long as it takes, and passes nothing over', async (t) => {
    let failures = 2;
    const seen: unknown[] = [];
    const { store, run } = await aReactor(t, {
      handle: async ({ data }) => {
        if (data['index'] === 1 && failures > 0) {
          failures -= 1;
          throw new Error('not now');
        }
        seen.push(data['index']);
      },
    });
    await store.append('thing:1', done(3), 'noStream');
    const running = run();
    await eventually(() => assert.equal(running.status.reason, 'not now'));
    await eventually(() => assert.deepEqual(seen.slice(-3), [0, 1, 2]));
  });

  it('handles lines side by side, each in order', async (t) => {
    const started: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    const { store, run } = await aReactor(t, {
      lineOf: ({ data }) => String(Number(data['index']) % 2),
      handle: async ({ data }) => {
        started.push(data['index']);
        if (Number(data['index']) < 2) await gate.promise;
      },
    });
    await store.append('thing:1', done(4), 'noStream');
    run();
    await eventually(() => assert.deepEqual(started, [0, 1]));
    gate.resolve();
    await eventually(() => assert.deepEqual(started, [0, 1, 2, 3]));
  });

  it('begins anew over a store that was cut: its checkpoint names a place that is not there', async (t) => {
    const { store, readModels, indexes, run } = await aReactor(t);
    await readModels.saveCheckpoint(`reactor:test@${store.storeId}`, toPosition(1000));
    await store.append('thing:1', done(2), 'noStream');
    run();
    await eventually(() => assert.deepEqual(indexes(), [0, 1]));
  });

  it('stops while it waits to try again', async (t) => {
    const { store, run } = await aReactor(t, { handle: () => Promise.reject(new Error('never')) });
    await store.append('thing:1', done(1), 'noStream');
    const running = run();
    await eventually(() => assert.equal(running.status.state, 'retrying'));
    await Promise.race([running.stop(), sleep(2000).then(() => assert.fail('it did not stop'))]);
  });
});
