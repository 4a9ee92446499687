import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
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
import type { Platform } from './platform.js';

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
  before(async () => {
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
  after(async () => {
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
    const platform = { bus: own, log, readModels } as unknown as Platform;
    const documents = async () => (await readModels.collection<Name>(names(1).collection).query({})).items;
    return { subject: new ForeignCopies(facts, platform), readModels, seen, documents };
  };

  it('are left alone while their version is the same', async () => {
    const { subject, seen } = copies(1);
    await subject.bringUpToDate(undefined);
    await subject.bringUpToDate(toPosition(3));
    assert.deepEqual(seen, []);
  });

  it('are made anew for a higher version, up to where the consumer stands', async () => {
    const first = copies(1);
    await first.subject.bringUpToDate(undefined);
    const second = copies(2, first.readModels);
    await second.subject.bringUpToDate(toPosition(2));
    const found = await second.documents();
    assert.deepEqual(
      found.map(({ id, document }) => document.name === id.toUpperCase()),
      [true, true],
    );
    assert.equal(second.seen.length, 2);
  });
});
