import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { newEvents } from '@berth/event-store/testing';
import { memoryReadModels } from '@berth/read-models/testing';
import { eventually } from '@berth/testing/eventually';
import { createLogger } from './log.js';
import type { BackgroundWork, Platform, ServiceParts } from './platform.js';
import { ProcessStore } from './process-store.js';
import { openTestStore } from './testing/stores.js';
import { BackgroundTasks } from './background-tasks.js';

const log = createLogger('test', 'silent');
const TYPE = 'test.thing.done.v1';

async function someWork() {
  const done: string[] = [];
  const background = (name: string, more: Partial<BackgroundWork> = {}): BackgroundWork => ({
    name,
    start: async () => void done.push(name),
    ...more,
  });
  const store = await openTestStore();
  await store.append('thing:1', newEvents(1, { type: TYPE }), 'noStream');
  const parts = {
    processManagers: [
      {
        name: 'manager',
        startsAt: 'beginning',
        types: [TYPE],
        handle: async () => void done.push('manager'),
      },
    ],
    background: [background('needs facts'), background('needs none', { needsNoFacts: true })],
  } as unknown as ServiceParts;
  const platform = { store, log, processes: new ProcessStore(memoryReadModels()) } as unknown as Platform;
  const work = new BackgroundTasks(
    'scheduler',
    { platform, factsAreCurrent: () => done.push('facts') },
    parts,
  );
  return { work, done };
}

describe('what a service does without being asked', () => {
  it('waits for the facts of others, except for what needs none', async () => {
    const { work, done } = await someWork();
    work.startIndependent();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(done, ['needs none']);
    work.startAfterFacts();
    await eventually(() => assert.deepEqual(done, ['needs none', 'facts', 'needs facts', 'manager']));
    work.endBackground();
    await work.stop();
  });

  it('does not begin when the facts come only after it was told to end', async () => {
    const { work, done } = await someWork();
    work.endBackground();
    work.startAfterFacts();
    await work.stop();
    assert.deepEqual(done, []);
  });
});
