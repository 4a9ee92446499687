import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { EventConsumer } from '@berth/bus/event-consumer';
import { Relay } from '@berth/bus/relay';
import { connectAs } from '@berth/bus/test-bus';
import type { Bus } from '@berth/bus/connection';
import { toPosition } from '@berth/event-store';
import { aNewEvent } from '@berth/event-store/testing';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import { idFromName } from '@berth/kernel/ids';
import type { Projection } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';
import { ForeignCopies } from './foreign-copies.js';
import { createLogger } from './log.js';
import { ProcessStore } from './process-store.js';

type Name = { readonly name: string };
const log = createLogger('test', 'fatal');

/** Version 2 writes names in capitals. */
const names = (version: number): Projection<Name> => ({
  name: 'names',
  version,
  collection: { name: 'names', indexes: [] },
  keys: (event) => [event.stream],
  evolve: (_, { stream }) => ({ name: version === 1 ? stream : stream.toUpperCase() }),
});

describe('copies of foreign facts', () => {
  let nats: TestNats;
  let own: Bus;
  let theirs: Bus;
  let relay: Relay;
  beforeAll(async () => {
    nats = await startNats();
    [own, theirs] = await Promise.all([connectAs(nats, 'scheduler'), connectAs(nats, 'auth')]);
    const store = await openSqliteEventStore({ path: `${tempDir('foreign')}/events.db` });
    for (const name of ['a', 'b', 'c']) {
      const event = { ...aNewEvent(), type: 'auth.project.created.v1' };
      await store.append(`project:${idFromName(name)}`, [event], 'noStream');
    }
    relay = new Relay({ store, bus: theirs, service: 'auth', log });
    relay.start();
    await eventually(async () => assert.equal((await relay.lag()).positions, 0), { timeoutMs: 10_000 });
  });
  afterAll(async () => {
    await relay.stop();
    await Promise.all([own.close(), theirs.close()]);
    await nats.stop();
  });

  const copies = (version: number, readModels = memoryReadModels()) => {
    const seen: string[] = [];
    const facts = {
      source: 'auth' as const,
      projections: [names(version)],
      onChanges: (_: string, changes: readonly { readonly id: string }[]) => {
        seen.push(...changes.map(({ id }) => id));
      },
    };
    const platform = { log, readModels };
    const documents = async () => (await readModels.collection<Name>(names(1).collection).query({})).items;
    return {
      subject: new ForeignCopies('scheduler-from-auth', facts, platform),
      readModels,
      seen,
      documents,
    };
  };

  const follow = async (subject: ForeignCopies, processes: ProcessStore) => {
    const handled: string[] = [];
    const consumer = new EventConsumer({
      bus: own,
      log,
      source: 'auth',
      name: 'scheduler-from-auth',
      replica: subject,
      handle: async (events) => void handled.push(...events.map(({ stream }) => stream)),
      parked: processes.parked,
      loadCheckpoint: () => processes.load('consumer:scheduler-from-auth'),
      saveCheckpoint: (place) => processes.save('consumer:scheduler-from-auth', place),
    });
    consumer.start();
    await consumer.caughtUp;
    await consumer.stop();
    return handled;
  };

  it('are left alone while their version is the same', async () => {
    const processes = new ProcessStore(memoryReadModels());
    const first = copies(1);
    assert.equal((await follow(first.subject, processes)).length, 3);
    const again = copies(1, first.readModels);
    assert.deepEqual(await follow(again.subject, processes), []);
    assert.deepEqual(again.seen, []);
  });

  it('are made anew for a higher version, and nothing is handled again', async () => {
    const processes = new ProcessStore(memoryReadModels());
    const first = copies(1);
    await follow(first.subject, processes);
    const second = copies(2, first.readModels);
    assert.deepEqual(await follow(second.subject, processes), []);
    const found = await second.documents();
    assert.deepEqual(
      found.map(({ id, document }) => document.name === id.toUpperCase()),
      [true, true, true],
    );
    assert.equal(second.seen.length, 3);
  });

  it('are made anew where the views were deleted, and nothing is handled again', async () => {
    const processes = new ProcessStore(memoryReadModels());
    await follow(copies(1).subject, processes);
    const anew = copies(1);
    assert.deepEqual(await follow(anew.subject, processes), []);
    assert.equal((await anew.documents()).length, 3);
  });

  it('stay where the process store was lost; every event is handled once more, with the copies ahead of it', async () => {
    const first = copies(1);
    await follow(first.subject, new ProcessStore(memoryReadModels()));
    const again = copies(1, first.readModels);
    assert.equal((await follow(again.subject, new ProcessStore(memoryReadModels()))).length, 3);
    assert.equal((await again.documents()).length, 3);
  });
});

describe('a process store', () => {
  it('takes over what an earlier version kept among the read models', async () => {
    const readModels = memoryReadModels();
    const message = {
      id: 'charging:scheduler:4',
      consumer: 'billing-from-scheduler',
      source: 'scheduler',
      entity: 'job:1',
      sequence: 4,
      eventId: 'e',
      eventType: 'scheduler.job.submitted.v1',
      error: 'what is this',
      attempts: 5,
      parkedAt: '2026-01-01T00:00:00.000Z',
      payload: '{}',
    };
    await new ProcessStore(readModels).parked.put(message);
    await readModels.saveCheckpoint('processManager:charging@s', toPosition(7));
    const documents = memoryReadModels();
    const processes = new ProcessStore(documents, readModels);
    await processes.takeOver();
    assert.equal(await processes.load('processManager:charging@s'), toPosition(7));
    assert.deepEqual(await processes.parked.get(message.id), message);
    // A later start, over views that were deleted, finds it all the same.
    const later = new ProcessStore(documents, memoryReadModels());
    await later.takeOver();
    assert.equal(await later.load('processManager:charging@s'), toPosition(7));
    assert.deepEqual(await later.parked.get(message.id), message);
    // And what was taken over does not come back from old views.
    await later.parked.remove(message.id);
    await later.delete('processManager:charging@s');
    const last = new ProcessStore(documents, readModels);
    await last.takeOver();
    assert.equal(await last.load('processManager:charging@s'), undefined);
    assert.equal(await last.parked.count(), 0);
  });
});
