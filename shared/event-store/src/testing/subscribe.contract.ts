import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { START } from '../event.js';
import type { SubscriptionItem } from '../event-store.js';
import { aNewEvent, newEvents } from './builders.js';
import { collectAll, Follower, type WithStore } from './harness.js';

export function subscribeContract(withStore: WithStore): void {
  describe('subscribe', () => {
    it(
      'says at once that an empty store has nothing more',
      withStore(async ({ store }) => {
        const follower = new Follower(store);
        await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined);
        assert.deepEqual(follower.items, [{ kind: 'caughtUp', position: START }]);
        await follower.stop();
      }),
    );

    it(
      'catches up, says so with its position, then gives what is appended, in order and once',
      withStore(async ({ store }) => {
        await store.append('job:1', newEvents(1300), 'noStream');
        const follower = new Follower(store);
        await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined);
        assert.equal(follower.events.length, 1300);
        assert.equal(follower.caughtUpAt, await store.lastPosition());
        for (let turn = 0; turn < 20; turn += 1)
          await store.append(`job:live${turn}`, newEvents(2), 'noStream');
        const last = await store.lastPosition();
        await follower.until(({ caughtUpAt }) => caughtUpAt === last);
        assert.deepEqual(follower.events, await collectAll(store));
        await follower.stop();
      }),
    );

    it(
      'misses nothing that is appended while it catches up',
      withStore(async ({ store }) => {
        await store.append('job:1', newEvents(1000), 'noStream');
        const follower = new Follower(store);
        await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            store.append(`job:racing${index}`, newEvents(3), 'noStream'),
          ),
        );
        const last = await store.lastPosition();
        await follower.until(({ caughtUpAt }) => caughtUpAt === last);
        assert.deepEqual(follower.events, await collectAll(store));
        await follower.stop();
      }),
    );

    it(
      'starts after a position',
      withStore(async ({ store }) => {
        const { position } = await store.append('job:1', newEvents(5), 'noStream');
        await store.append('job:1', newEvents(2), 4);
        const follower = new Follower(store, { after: position });
        await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined);
        assert.deepEqual(
          follower.events.map((event) => event.revision),
          [5, 6],
        );
        await follower.stop();
      }),
    );

    it(
      'filters stored and live events, and catches up past those that do not match',
      withStore(async ({ store }) => {
        const filter = { streamPrefixes: ['job:', 'host:'], types: ['scheduler.job.submitted.v1'] };
        const put = (stream: string, type: string) => store.append(stream, [aNewEvent({ type })], 'noStream');
        await put('job:1', 'scheduler.job.submitted.v1');
        await put('job:2', 'scheduler.job.queued.v1');
        await put('calendar:a', 'scheduler.job.submitted.v1');
        const stored = await store.lastPosition();
        const follower = new Follower(store, { filter });
        await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined && caughtUpAt >= stored);
        await put('calendar:b', 'scheduler.job.submitted.v1');
        await put('host:1', 'scheduler.job.submitted.v1');
        await put('job:3', 'scheduler.job.queued.v1');
        const last = await store.lastPosition();
        await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined && caughtUpAt >= last);
        assert.deepEqual(
          follower.events.map((event) => event.stream),
          ['job:1', 'host:1'],
        );
        await follower.stop();
      }),
    );

    it(
      'never gives an event that was refused',
      withStore(async ({ store }) => {
        const follower = new Follower(store);
        await store.append('job:1', newEvents(1), 'noStream');
        await assert.rejects(store.append('job:1', newEvents(1), 'noStream'));
        const { position } = await store.append('job:1', newEvents(1), 0);
        await follower.until(({ caughtUpAt }) => caughtUpAt === position);
        assert.deepEqual(follower.events, await store.read('job:1'));
        await follower.stop();
      }),
    );

    it(
      'ends when its signal aborts: waiting, in the middle, or before it began',
      withStore(async ({ store }) => {
        await store.append('job:1', newEvents(1200), 'noStream');
        const waiting = new Follower(store);
        await waiting.until(({ caughtUpAt }) => caughtUpAt !== undefined);
        await waiting.stop();
        const abort = new AbortController();
        const items: SubscriptionItem[] = [];
        for await (const item of store.subscribe({ signal: abort.signal })) {
          items.push(item);
          abort.abort();
        }
        assert.equal(items.length, 1);
        for await (const item of store.subscribe({ signal: abort.signal })) assert.fail(`gave ${item.kind}`);
      }),
    );

    it(
      'lets a slow reader hold up neither appends nor others, and gives it everything in bounded pages',
      withStore(async ({ store }) => {
        const abort = new AbortController();
        const slow = store.subscribe({ signal: abort.signal })[Symbol.asyncIterator]();
        assert.equal((await slow.next()).value?.kind, 'caughtUp');
        const quick = [new Follower(store), new Follower(store, { filter: { streamPrefixes: ['job:1'] } })];
        for (let batch = 0; batch < 10; batch += 1)
          await store.append('job:1', newEvents(300), batch * 300 - 1);
        for (const follower of quick) await follower.until(({ events }) => events.length === 3000);
        const sizes: number[] = [];
        const indexes: number[] = [];
        while (indexes.length < 3000) {
          const item: SubscriptionItem = (await slow.next()).value;
          if (item.kind !== 'events') continue;
          sizes.push(item.events.length);
          indexes.push(...item.events.map(({ revision }) => revision));
        }
        assert.ok(indexes.every((revision, index) => revision === index));
        assert.ok(Math.max(...sizes) <= 512, String(sizes));
        abort.abort();
        while (!(await slow.next()).done);
        for (const follower of quick) await follower.stop();
      }),
    );
  });
}
