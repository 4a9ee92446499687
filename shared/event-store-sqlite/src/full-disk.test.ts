import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { StoreUnavailableError } from '@berth/event-store';
import { aNewEvent, collectAll, Follower, newEvents } from '@berth/event-store/testing';
import { openSqliteEventStore, type SqliteEventStoreOptions } from './index.js';
import { temporaryPath } from './testing/temporary-store.js';

const LIMIT = 400_000;
const aBigEvent = () => aNewEvent({ data: { text: 'x'.repeat(20_000) } });

describe('a full disk', () => {
  for (const writer of ['inline', 'thread'] satisfies SqliteEventStoreOptions['writer'][]) {
    it(`fails appends clearly, lets reads go on, and is over without a restart (${writer})`, async () => {
      const store = await openSqliteEventStore({ path: temporaryPath(), writer });
      const follower = new Follower(store);
      await store.append('job:1', newEvents(3), 'noStream');
      await store.limitBytes(LIMIT);
      let revision = 2;
      const fill = async (): Promise<void> => {
        for (let turn = 0; turn < 100; turn += 1) {
          revision = (await store.append('job:1', [aBigEvent()], revision)).revision;
        }
      };
      await assert.rejects(fill(), StoreUnavailableError);
      assert.ok(revision > 5);

      const group = await Promise.allSettled([
        store.append('job:2', [aBigEvent(), aBigEvent()], 'noStream'),
        store.append('job:1', [aBigEvent()], revision),
      ]);
      for (const outcome of group) {
        assert.ok(outcome.status === 'rejected' && outcome.reason instanceof StoreUnavailableError);
      }
      const stored = await collectAll(store);
      assert.equal(stored.length, revision + 1);
      assert.deepEqual(await store.read('job:1'), stored);
      assert.deepEqual(await store.read('job:2'), []);

      await store.limitBytes(LIMIT * 10);
      const last = await store.append('job:1', [aBigEvent()], revision);
      assert.equal(last.revision, revision + 1);
      assert.equal((await store.append('job:2', [aBigEvent()], 'noStream')).revision, 0);
      await follower.until(({ events }) => events.length === revision + 3);
      assert.deepEqual(follower.events, await collectAll(store));
      assert.equal((await store.verify()).events, revision + 3);
      await follower.stop();
      await store.close();
    });
  }
});
