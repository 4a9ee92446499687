import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { EventStore } from '@berth/event-store';
import { newEvents } from '@berth/event-store/testing';
import type { ReadModels } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import { ReadModelsUnavailableError } from '@berth/read-models';
import { eventually } from '@berth/testing/eventually';
import { defined } from '@berth/kernel/defined';
import { Aggregates } from './aggregates.js';
import type { SnapshotOptions } from './snapshots.js';
import { aMeta } from './testing/commands.js';
import { add, counterDecider } from './testing/counter.decider.js';
import { openTestStore } from './testing/stores.js';

const STREAM = 'counter:1';
const SNAPSHOTS = { name: 'snapshots_counters', indexes: [] };

interface Copy {
  readonly readModels: ReadModels;
  readonly version?: number;
  /** What a restored state is made of; another one shows that it was restored. */
  readonly mark?: number;
  readonly onError?: (error: unknown) => void;
}

const counters = (store: EventStore, { readModels, version = 1, mark = 0, onError }: Copy) => {
  const snapshots: SnapshotOptions<number> = {
    readModels,
    name: 'counters',
    version,
    every: 10,
    toJson: (state) => state,
    fromJson: (json) => Number(json) + mark,
    ...defined({ onError }),
  };
  return new Aggregates(store, counterDecider, { snapshots });
};

/** A stream of 25 events and its snapshot. */
async function aLongStream() {
  const store = await openTestStore();
  const readModels = memoryReadModels();
  const aggregates = counters(store, { readModels });
  for (let turn = 0; turn < 25; turn += 1) await aggregates.execute(STREAM, add(1), aMeta(`turn ${turn}`));
  const saved = () => readModels.collection(SNAPSHOTS).get(STREAM);
  await eventually(async () => assert.equal((await saved())?.document['revision'], 19));
  return { store, readModels, saved };
}

describe('snapshots', () => {
  it('let a long stream be loaded from where the last one was taken', async () => {
    const { store, readModels } = await aLongStream();
    const loaded = await counters(store, { readModels, mark: 0.5 }).load(STREAM);
    assert.deepEqual([loaded.state, loaded.revision], [25.5, 24]);
  });

  it('keep the memory of commands', async () => {
    const { store, readModels } = await aLongStream();
    const again = await counters(store, { readModels }).execute(STREAM, add(1), aMeta('turn 3'));
    assert.ok(again.ok && again.value.repeated);
    assert.equal((await store.read(STREAM)).length, 25);
  });

  it('are not missed when they are gone', async () => {
    const { store } = await aLongStream();
    const loaded = await counters(store, { readModels: memoryReadModels(), mark: 0.5 }).load(STREAM);
    assert.deepEqual([loaded.state, loaded.revision], [25, 24]);
  });

  it('of another version of the code are passed over, and replaced', async () => {
    const { store, readModels, saved } = await aLongStream();
    const newer = { readModels, version: 2, mark: 0.5 };
    assert.equal((await counters(store, newer).load(STREAM)).state, 25);
    await eventually(async () => assert.equal((await saved())?.document['version'], 2));
    assert.equal((await counters(store, newer).load(STREAM)).state, 25.5);
  });

  it('that are ahead of the store, or of other events, are dropped and made anew', async () => {
    const { readModels } = await aLongStream();
    for (const events of [newEvents(3), newEvents(30)]) {
      const restored = await openTestStore();
      await restored.append(
        STREAM,
        events.map((event) => ({ ...event, type: 'test.counter.added.v1', data: { by: 2 } })),
        'noStream',
      );
      const aggregates = counters(restored, { readModels, mark: 0.5 });
      assert.equal((await aggregates.load(STREAM)).state, events.length * 2);
    }
  });

  it('that cannot be read or written cost nothing but time', async () => {
    const { store } = await aLongStream();
    const broken = { ...memoryReadModels() };
    const errors: unknown[] = [];
    const collection = memoryReadModels().collection(SNAPSHOTS);
    const fail = () => Promise.reject(new ReadModelsUnavailableError('disk full'));
    broken.collection = () => ({ ...collection, get: fail, write: fail }) as never;
    const aggregates = counters(store, { readModels: broken, onError: (error) => errors.push(error) });
    assert.equal((await aggregates.load(STREAM)).state, 25);
    await eventually(() => assert.equal(errors.length, 2));
  });
});
