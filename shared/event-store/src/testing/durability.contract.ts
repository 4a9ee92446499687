import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { newEvents } from './builders.js';
import { collectAll, Follower, type WithStore } from './harness.js';

/** Runs forwards, steps back an hour, and stands still, over and over. */
const troubledClock = () => {
  const instants = [
    '10:00:00.000',
    '10:00:05.250',
    '09:00:05.250',
    '09:00:05.250',
    '10:00:01.000',
    '11:00:00.000',
  ];
  let tick = 0;
  return { now: () => `2026-10-25T${instants[tick++ % instants.length]}Z` };
};

export function durabilityContract(withStore: WithStore): void {
  describe('time and restarts', () => {
    it(
      'never lets recordedAt decrease with position, whatever the clock does, also across a restart',
      withStore(async ({ store, reopen }) => {
        for (let turn = 0; turn < 8; turn += 1) await store.append(`job:${turn}`, newEvents(1), 'noStream');
        const again = await reopen();
        for (let turn = 8; turn < 16; turn += 1) await again.append(`job:${turn}`, newEvents(2), 'noStream');
        const times = (await collectAll(again)).map((event) => event.recordedAt);
        assert.equal(times.length, 24);
        assert.deepEqual(times, [...times].sort());
      }, troubledClock()),
    );

    it(
      'keeps its events, its place and its id when it is opened again',
      withStore(async ({ store, reopen }) => {
        await store.append('job:1', newEvents(3), 'noStream');
        await store.append('job:2', newEvents(1), 'noStream');
        const { storeId } = store;
        assert.match(storeId, /^[0-9A-Za-z-]{16,64}$/);
        const before = await collectAll(store);
        const again = await reopen();
        assert.equal(again.storeId, storeId);
        assert.deepEqual(await collectAll(again), before);
        assert.equal(await again.lastPosition(), before.at(-1)?.position);
        await assert.rejects(again.append('job:1', newEvents(1), 1));
        const { revision, position } = await again.append('job:1', newEvents(1), 2);
        assert.equal(revision, 3);
        assert.ok(position > (before.at(-1)?.position ?? ''));
      }),
    );

    it(
      'has an id that no other store has',
      withStore(async ({ store }) => {
        await withStore(async ({ store: other }) => {
          assert.notEqual(other.storeId, store.storeId);
        })();
      }),
    );

    it(
      'finishes what was asked before close, ends its subscriptions, and refuses what comes after',
      withStore(async ({ store, reopen }) => {
        const follower = new Follower(store);
        const appends = Array.from({ length: 20 }, (_, index) =>
          store.append(`job:${index}`, newEvents(1), 'noStream'),
        );
        const again = await reopen();
        await Promise.all(appends);
        await follower.done;
        assert.equal((await collectAll(again)).length, 20);
        await assert.rejects(store.append('job:late', newEvents(1), 'noStream'));
        await store.close();
      }),
    );
  });
}
