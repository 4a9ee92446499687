import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { setTimeout as sleep } from 'node:timers/promises';
import { RetryLaterError } from '@berth/bus/transient';
import { newEvents } from '@berth/event-store/testing';
import { toPosition, type RecordedEvent } from '@berth/event-store';
import type { ReadModels } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import { eventually } from '@berth/testing/eventually';
import { createLogger } from './log.js';
import { ProcessStore } from './process-store.js';
import { RunningProcessManager, type ProcessManager } from './process-manager.js';
import { openTestStore } from './testing/stores.js';

const log = createLogger('test', 'silent');
const options = { service: 'scheduler', log, retryDelaysMs: [1, 1] } as const;
const TYPE = 'test.thing.done.v1';
const done = (count: number) => newEvents(count, { type: TYPE });

async function aReactor(change: Partial<ProcessManager> = {}) {
  const store = await openTestStore();
  const documents = memoryReadModels();
  const processes = new ProcessStore(documents);
  const handled: RecordedEvent[] = [];
  const processManager: ProcessManager = {
    name: 'test',
    startsAt: 'beginning',
    types: [TYPE],
    handle: async (event) => void handled.push(event),
    ...change,
  };
  const run = () => {
    const running = new RunningProcessManager(processManager, { ...options, store, processes });
    onTestEnd(() => running.stop());
    running.start();
    return running;
  };
  const indexes = () => handled.map(({ data }) => data['index']);
  return { store, documents, processes, handled, indexes, run };
}

describe('a process manager', () => {
  it('gets the events that it wants, those of a stream in order', async () => {
    const { store, handled, indexes, run } = await aReactor();
    await store.append('thing:1', done(3), 'noStream');
    await store.append('other:1', newEvents(2, { type: 'test.other.v1' }), 'noStream');
    const running = run();
    await eventually(() => assert.deepEqual(indexes(), [0, 1, 2]));
    await store.append('thing:1', newEvents(1, { type: TYPE, data: { index: 3 } }), 2);
    await eventually(() => assert.deepEqual(indexes(), [0, 1, 2, 3]));
    assert.ok(handled.every(({ type }) => type === TYPE));
    await eventually(() => assert.equal(running.status.state, 'live'));
  });

  it('goes on after what it has handled when it is started again', async () => {
    const { store, indexes, run } = await aReactor();
    await store.append('thing:1', done(2), 'noStream');
    const first = run();
    await eventually(() => assert.equal(first.status.state, 'live'));
    await first.stop();
    assert.equal(first.status.state, 'stopped');
    await store.append('thing:2', newEvents(1, { type: TYPE, data: { index: 9 } }), 'noStream');
    run();
    await eventually(() => assert.deepEqual(indexes(), [0, 1, 9]));
  });

  it('gets an event again that was handled just before a crash', async () => {
    const { store, documents, indexes, run } = await aReactor();
    await store.append('thing:1', done(2), 'noStream');
    let crashed = false;
    const neverSaves: ReadModels = {
      ...documents,
      saveCheckpoint: () => {
        crashed = true;
        return new Promise(() => undefined);
      },
    };
    const frozen = new RunningProcessManager(
      { name: 'test', startsAt: 'beginning', types: [TYPE], handle: async () => undefined },
      { ...options, store, processes: new ProcessStore(neverSaves) },
    );
    frozen.start();
    await eventually(() => assert.ok(crashed));
    run();
    await eventually(() => assert.deepEqual(indexes(), [0, 1]));
  });

  it('tries again for as long as it takes what passes by itself, and passes nothing over', async () => {
    let failures = 3;
    const seen: unknown[] = [];
    const { store, processes, run } = await aReactor({
      handle: async ({ data }) => {
        if (data['index'] === 1 && failures > 0) {
          failures -= 1;
          throw new RetryLaterError('the view is behind');
        }
        seen.push(data['index']);
      },
    });
    await store.append('thing:1', done(3), 'noStream');
    const running = run();
    await eventually(() => assert.equal(running.status.state, 'retrying'));
    assert.equal(running.status.failure?.message, 'the view is behind');
    await eventually(() => assert.deepEqual(seen.slice(-3), [0, 1, 2]));
    await eventually(() => assert.equal(running.status.state, 'live'));
    assert.equal(await processes.parked.count(), 0);
  });

  it('parks an event that it cannot handle, with what follows of its line; the others go on', async () => {
    let broken = true;
    const seen: unknown[] = [];
    const { store, processes, run } = await aReactor({
      handle: async ({ stream, data }) => {
        if (broken && stream === 'thing:1' && data['index'] === 0) throw new Error('what is this');
        seen.push(`${stream} ${String(data['index'])}`);
      },
    });
    await store.append('thing:1', done(2), 'noStream');
    await store.append('thing:2', done(2), 'noStream');
    const running = run();
    await eventually(() => assert.equal(running.status.state, 'live'));
    await store.append('thing:2', newEvents(1, { type: TYPE, data: { index: 2 } }), 1);
    await eventually(() => assert.ok(seen.includes('thing:2 2')));
    assert.ok(seen.every((each) => String(each).startsWith('thing:2')));
    const { items } = await processes.parked.list();
    assert.deepEqual(
      items.map(({ node }) => [node.consumer, node.source, node.entity, node.error, node.attempts]),
      [
        ['test', 'scheduler', 'thing:1', 'what is this', 3],
        ['test', 'scheduler', 'thing:1', 'waits behind an earlier parked event', 0],
      ],
    );
    broken = false;
    const replayed = await processes.parked.replay(items[0]?.node.id ?? '');
    assert.deepEqual(replayed, { ok: true, value: { replayed: 2, stillParked: 0 } });
    assert.deepEqual(seen.slice(-2), ['thing:1 0', 'thing:1 1']);
    await store.append('thing:1', newEvents(1, { type: TYPE, data: { index: 2 } }), 1);
    await eventually(() => assert.equal(seen.at(-1), 'thing:1 2'));
  });

  it('that begins now handles nothing that was recorded before its first start, and all that came after it', async () => {
    const { store, indexes, run } = await aReactor({ startsAt: 'now' });
    await store.append('thing:1', done(2), 'noStream');
    const first = run();
    await eventually(() => assert.equal(first.status.state, 'live'));
    await first.stop();
    await store.append('thing:2', newEvents(1, { type: TYPE, data: { index: 9 } }), 'noStream');
    run();
    await eventually(() => assert.deepEqual(indexes(), [9]));
  });

  it('that begins after a position handles nothing up to there', async () => {
    const store = await openTestStore();
    const { position } = await store.append('thing:1', done(2), 'noStream');
    await store.append('thing:2', newEvents(1, { type: TYPE, data: { index: 9 } }), 'noStream');
    const handled: unknown[] = [];
    const processManager: ProcessManager = {
      name: 'later',
      startsAt: { after: position },
      types: [TYPE],
      handle: async ({ data }) => void handled.push(data['index']),
    };
    const processes = new ProcessStore(memoryReadModels());
    const running = new RunningProcessManager(processManager, { ...options, store, processes });
    onTestEnd(() => running.stop());
    running.start();
    await eventually(() => assert.deepEqual(handled, [9]));
  });

  it('handles lines side by side, each in order', async () => {
    const started: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    const { store, run } = await aReactor({
      orderingKeyOf: ({ data }) => String(Number(data['index']) % 2),
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

  it('begins anew over a store that was cut: its checkpoint names a place that is not there', async () => {
    const { store, processes, indexes, run } = await aReactor();
    await processes.save(`processManager:test@${store.storeId}`, toPosition(1000));
    await store.append('thing:1', done(2), 'noStream');
    run();
    await eventually(() => assert.deepEqual(indexes(), [0, 1]));
  });

  it('stops while it waits to try again', async () => {
    const { store, run } = await aReactor({ handle: () => Promise.reject(new RetryLaterError('never')) });
    await store.append('thing:1', done(1), 'noStream');
    const running = run();
    await eventually(() => assert.equal(running.status.state, 'retrying'));
    await Promise.race([running.stop(), sleep(2000).then(() => assert.fail('it did not stop'))]);
  });
});
