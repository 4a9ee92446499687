import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { RetryLaterError } from '@berth/bus/transient';
import { sharedFeed, START, type SharedFeed } from '@berth/event-store';
import { newEvents } from '@berth/event-store/testing';
import { systemClock } from '@berth/kernel/clock';
import { memoryReadModels } from '@berth/read-models/testing';
import { eventually } from '@berth/testing/eventually';
import { createLogger } from './log.js';
import { ProcessStore } from './process-store.js';
import { Processes, type ProcessesParts } from './processes.js';
import { RunningProcessManager, type ProcessManager } from './process-manager.js';
import { openTestStore } from './testing/stores.js';

const log = createLogger('test', 'silent');
const TYPE = 'test.thing.done.v1';

async function aService(processManager: ProcessManager, over: Partial<ProcessesParts> = {}) {
  const feed: SharedFeed = sharedFeed(await openTestStore());
  onTestEnd(() => feed.close());
  const processes = new ProcessStore(memoryReadModels());
  const running = new RunningProcessManager(processManager, {
    service: 'scheduler',
    store: feed,
    processes,
    log,
    retryDelaysMs: [1],
  });
  running.start();
  onTestEnd(() => running.stop());
  const overview = new Processes({
    service: 'scheduler',
    feed,
    processes,
    clock: systemClock,
    views: () => [],
    processManagers: () => [running.status],
    following: () => [],
    relay: () => ({ state: 'publishing', lag: 0, reached: START, refused: undefined }),
    ...over,
  });
  const look = async () => {
    await overview.start();
    overview.stop();
    return overview.list()[0];
  };
  return { feed, running, overview, look };
}

const aReactor = (handle: ProcessManager['handle']): ProcessManager => ({
  name: 'things',
  startsAt: 'beginning',
  types: [TYPE],
  handle,
});

describe('the processes of a service', () => {
  it('show one that is live and has nothing before it', async () => {
    const { running, look } = await aService(aReactor(async () => undefined));
    await eventually(() => assert.equal(running.status.state, 'live'));
    assert.deepEqual(await look(), {
      service: 'scheduler',
      name: 'things',
      kind: 'processManager',
      source: 'scheduler',
      state: 'live',
      behindEvents: 0,
      atLeast: false,
      behindSeconds: 0,
      parked: 0,
      lastError: null,
      lastErrorAt: null,
    });
  });

  it('show one that waits for what is away: how far it is behind, and why', async () => {
    const handle = () => Promise.reject(new RetryLaterError('the view is behind'));
    const { feed, overview, look } = await aService(aReactor(handle));
    await feed.append('thing:1', newEvents(3, { type: TYPE }), 'noStream');
    await eventually(async () => assert.equal((await look())?.state, 'retrying'));
    await eventually(async () => assert.ok(((await look())?.behindSeconds ?? 0) > 0.05));
    const shown = await look();
    assert.equal(shown?.behindEvents, 3);
    assert.equal(shown.lastError, 'the view is behind');
    assert.ok(shown.lastErrorAt !== null);
    assert.equal(overview.notReady(60), undefined);
    assert.match(
      overview.notReady(0.01) ?? '',
      /the process manager things is 0 s behind: the view is behind/,
    );
  });

  it('show what one has parked, which keeps nobody from being ready', async () => {
    const handle = () => Promise.reject(new Error('what is this'));
    const { feed, running, overview, look } = await aService(aReactor(handle));
    await feed.append('thing:1', newEvents(2, { type: TYPE }), 'noStream');
    await eventually(async () => assert.equal((await look())?.parked, 2));
    await eventually(() => assert.equal(running.status.state, 'live'));
    const shown = await look();
    assert.equal(shown?.lastError, 'what is this');
    assert.equal(overview.notReady(60), undefined);
  });

  it('are not ready with a view that has halted, or a relay that refuses', async () => {
    const halted = {
      projection: 'jobs',
      state: 'halted',
      reached: START,
      lagMs: 0,
      eventId: 'e',
      eventType: 'scheduler.job.submitted.v9',
      position: START,
      reason: 'an event of a later version',
      at: '2026-01-01T00:00:00.000Z',
    } as const;
    const refused = { message: 'the stream is ahead', at: '2026-01-01T00:00:00.000Z' };
    const { overview } = await aService(
      aReactor(async () => undefined),
      {
        views: () => [halted],
        relay: () => ({ state: 'refused', lag: 4, reached: START, refused }),
      },
    );
    assert.equal(
      overview.notReady(60),
      'the view jobs has halted: an event of a later version; the relay refuses to publish: the stream is ahead',
    );
    const relay = overview.list().at(-1);
    assert.deepEqual([relay?.state, relay?.behindEvents, relay?.lastErrorAt], ['refused', 4, refused.at]);
  });
});
