import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { START } from '../event.js';
import type { EventFilter, EventStore } from '../event-store.js';
import { aNewEvent, newEvents } from './builders.js';
import { collectAll, Follower, type WithStore } from './harness.js';

const SUBMITTED = 'scheduler.job.submitted.v1';
const QUEUED = 'scheduler.job.queued.v1';

/** Numbered 0 to 6 in their data, so that a case can name what it expects. */
async function sevenEvents(store: EventStore): Promise<void> {
  const put = (stream: string, type: string, index: number, revision: number) =>
    store.append(stream, [aNewEvent({ type, data: { index } })], revision);
  await put('job:1', SUBMITTED, 0, -1);
  await put('jobber:1', SUBMITTED, 1, -1);
  await put('job:1', QUEUED, 2, 0);
  await put('Job:1', QUEUED, 3, -1);
  await put('calendar:a', 'scheduler.devices.leased.v1', 4, -1);
  await put('job%:1', SUBMITTED, 5, -1);
  await put('job:2', SUBMITTED, 6, -1);
}

const filters: readonly (readonly [EventFilter, readonly number[]])[] = [
  [{}, [0, 1, 2, 3, 4, 5, 6]],
  [{ streamPrefixes: [], types: [] }, [0, 1, 2, 3, 4, 5, 6]],
  [{ streamPrefixes: ['job:'] }, [0, 2, 6]],
  [{ streamPrefixes: ['job'] }, [0, 1, 2, 5, 6]],
  [{ streamPrefixes: ['job%'] }, [5]],
  [{ streamPrefixes: ['job_'] }, []],
  [{ streamPrefixes: ['calendar:', 'Job:'] }, [3, 4]],
  [{ streamPrefixes: ['job:1'] }, [0, 2]],
  [{ types: [QUEUED] }, [2, 3]],
  [{ types: [QUEUED, 'scheduler.devices.leased.v1'] }, [2, 3, 4]],
  [{ types: ['scheduler.job'] }, []],
  [{ streamPrefixes: ['job:'], types: [SUBMITTED] }, [0, 6]],
  [{ streamPrefixes: ['job:', 'Job:'], types: [QUEUED, SUBMITTED] }, [0, 2, 3, 6]],
];

export function readAllContract(withStore: WithStore): void {
  describe('readAll', () => {
    it(
      'gives nothing from an empty store, whose last position is the start',
      withStore(async ({ store }) => {
        assert.equal(await store.lastPosition(), START);
        assert.deepEqual(await collectAll(store), []);
        assert.deepEqual(await collectAll(store, { after: START, limit: 5 }), []);
      }),
    );

    it(
      'gives all streams in the order of position, whole events as read gives them',
      withStore(async ({ store }) => {
        await sevenEvents(store);
        const events = await collectAll(store);
        assert.deepEqual(
          events.map((event) => event.data['index']),
          [0, 1, 2, 3, 4, 5, 6],
        );
        const positions = events.map((event) => event.position);
        assert.deepEqual(positions, [...positions].sort());
        assert.equal(new Set(positions).size, 7);
        assert.ok(positions.every((position) => position > START && position.length === START.length));
        assert.equal(positions.at(-1), await store.lastPosition());
        assert.deepEqual(
          events.filter((event) => event.stream === 'job:1'),
          await store.read('job:1'),
        );
      }),
    );

    it(
      'starts after a position and stops at a limit',
      withStore(async ({ store }) => {
        await sevenEvents(store);
        const events = await collectAll(store);
        for (const [index, event] of events.entries()) {
          assert.deepEqual(await collectAll(store, { after: event.position }), events.slice(index + 1));
          assert.deepEqual(await collectAll(store, { limit: index }), events.slice(0, index));
        }
        assert.deepEqual(
          await collectAll(store, { after: events[1]?.position ?? '', limit: 2 }),
          events.slice(2, 4),
        );
        assert.deepEqual(await collectAll(store, { after: START, limit: 99 }), events);
        await assert.rejects(collectAll(store, { limit: -1 }), RangeError);
      }),
    );

    it(
      'filters by stream prefix, by type and by both, as subscriptions do, and counts the limit after that',
      withStore(async ({ store }) => {
        await sevenEvents(store);
        for (const [filter, expected] of filters) {
          const events = await collectAll(store, { filter });
          assert.deepEqual(
            events.map((event) => event.data['index']),
            expected,
            JSON.stringify(filter),
          );
          assert.deepEqual(await collectAll(store, { filter, limit: 2 }), events.slice(0, 2));
          const [first, ...rest] = events;
          if (first) assert.deepEqual(await collectAll(store, { filter, after: first.position }), rest);
          const follower = new Follower(store, { filter });
          await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined);
          assert.deepEqual(follower.events, events);
          await follower.stop();
        }
      }),
    );

    it(
      'reads thousands in pages of at most 512, none empty, also where few match',
      withStore(async ({ store }) => {
        await store.append('job:1', newEvents(1), 'noStream');
        for (let batch = 0; batch < 5; batch += 1) {
          await store.append('calendar:a', newEvents(500), batch * 500 - 1);
        }
        await store.append('job:1', newEvents(1), 0);
        const sizes: number[] = [];
        for await (const page of store.readAll()) sizes.push(page.length);
        assert.equal(
          sizes.reduce((sum, size) => sum + size, 0),
          2502,
        );
        assert.ok(
          sizes.every((size) => size > 0 && size <= 512),
          String(sizes),
        );
        const few = await collectAll(store, { filter: { streamPrefixes: ['job:'] } });
        assert.deepEqual(
          few.map((event) => event.revision),
          [0, 1],
        );
        assert.equal((await collectAll(store, { limit: 1500 })).length, 1500);
      }),
    );

    it(
      'can be left before its end',
      withStore(async ({ store }) => {
        await store.append('job:1', newEvents(1200), 'noStream');
        for await (const page of store.readAll()) {
          assert.ok(page.length > 0);
          break;
        }
        assert.equal((await store.append('job:1', newEvents(1), 1199)).revision, 1200);
      }),
    );
  });
}
