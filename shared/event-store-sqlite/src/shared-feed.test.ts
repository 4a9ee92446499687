import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { sharedFeed, START, type EventStore, type SharedFeed } from '@berth/event-store';
import { collectAll, Follower, newEvents } from '@berth/event-store/testing';
import { eventStoreContract } from '@berth/event-store/testing/contract';
import { openSqliteEventStore } from './index.js';

eventStoreContract('A shared feed of SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-feed-'));
  return {
    open: async (clock) => sharedFeed(await openSqliteEventStore({ path: join(folder, 'events.db'), clock })),
    dispose: () => rm(folder, { recursive: true }),
  };
});

/** Counts what is read from the store, whoever reads. */
function counting(store: EventStore) {
  const counts = { read: 0 };
  const counted: EventStore = {
    storeId: store.storeId,
    append: (...all) => store.append(...all),
    read: (...all) => store.read(...all),
    lastPosition: () => store.lastPosition(),
    close: () => store.close(),
    async *readAll(options) {
      for await (const page of store.readAll(options)) {
        counts.read += page.length;
        yield page;
      }
    },
    async *subscribe(options) {
      for await (const item of store.subscribe(options)) {
        if (item.kind === 'events') counts.read += item.events.length;
        yield item;
      }
    },
  };
  return { counted, counts };
}

describe('A shared feed', () => {
  const withFeed = async (
    test: (subject: { feed: SharedFeed; counts: { read: number } }) => Promise<void>,
    windowEvents?: number,
  ): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'berth-feed-'));
    const { counted, counts } = counting(await openSqliteEventStore({ path: join(folder, 'events.db') }));
    const feed = sharedFeed(counted, windowEvents === undefined ? {} : { windowEvents });
    try {
      await test({ feed, counts });
    } finally {
      await feed.close();
      await rm(folder, { recursive: true });
    }
  };

  it('reads each event once, however many follow', () =>
    withFeed(async ({ feed, counts }) => {
      const followers = Array.from({ length: 14 }, (_, index) =>
        index % 2 === 0 ? new Follower(feed) : new Follower(feed, { filter: { streamPrefixes: ['job:1'] } }),
      );
      for (const follower of followers) await follower.until(({ caughtUpAt }) => caughtUpAt === START);
      for (let index = 0; index < 50; index += 1) await feed.append(`job:${index}`, newEvents(4), 'noStream');
      const last = await feed.lastPosition();
      for (const follower of followers) await follower.until(({ caughtUpAt }) => caughtUpAt === last);
      assert.equal(counts.read, 200);
      assert.equal(followers[0]?.events.length, 200);
      assert.equal(followers[1]?.events.length, 44);
      for (const follower of followers) await follower.stop();
    }));

  it('lets one that begins at the start read for itself, and the others not again', () =>
    withFeed(async ({ feed, counts }) => {
      await feed.append('job:1', newEvents(600), 'noStream');
      const live = new Follower(feed, { after: await feed.lastPosition() });
      await live.until(({ caughtUpAt }) => caughtUpAt !== undefined);
      assert.equal(counts.read, 0);
      const late = new Follower(feed);
      await late.until(({ events }) => events.length === 600);
      assert.equal(counts.read, 600);
      await feed.append('job:2', newEvents(3), 'noStream');
      await late.until(({ events }) => events.length === 603);
      await live.until(({ events }) => events.length === 3);
      assert.equal(counts.read, 603);
      assert.deepEqual(late.events, await collectAll(feed));
      await late.stop();
      await live.stop();
    }));

  it('gives a reader that fell out of its window everything, once and in order, while appends go on', () =>
    withFeed(async ({ feed }) => {
      const abort = new AbortController();
      const slow = feed.subscribe({ signal: abort.signal, filter: { streamPrefixes: ['job:'] } });
      const positions: string[] = [];
      const appended = (async () => {
        for (let index = 0; index < 300; index += 1) {
          const stream = index % 3 === 0 ? `calendar:${index}` : `job:${index}`;
          await feed.append(stream, newEvents(3), 'noStream');
        }
      })();
      for await (const item of slow) {
        if (item.kind === 'events') positions.push(...item.events.map(({ position }) => position));
        else if (positions.length === 600) break;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await appended;
      abort.abort();
      const stored = await collectAll(feed, { filter: { streamPrefixes: ['job:'] } });
      assert.deepEqual(
        positions,
        stored.map(({ position }) => position),
      );
    }, 16));

  it('says how far a reader is behind, exactly within its window and at least so far beyond it', () =>
    withFeed(async ({ feed }) => {
      const follower = new Follower(feed);
      await follower.until(({ caughtUpAt }) => caughtUpAt === START);
      const { position } = await feed.append('job:1', newEvents(5), 'noStream');
      await feed.append('job:2', newEvents(7), 'noStream');
      const last = await feed.lastPosition();
      await follower.until(({ caughtUpAt }) => caughtUpAt === last);
      assert.deepEqual(feed.behind(last), { events: 0, since: undefined, atLeast: false });
      const [next] = await feed.read('job:2', { limit: 1 });
      assert.deepEqual(feed.behind(position), { events: 7, since: next?.recordedAt, atLeast: false });
      await feed.append('job:3', newEvents(9), 'noStream');
      await follower.until(({ events }) => events.length === 21);
      assert.equal(feed.behind(START).events, 8);
      assert.equal(feed.behind(START).atLeast, true);
      await follower.stop();
    }, 8));

  it('ends every subscription with the error of the store, and begins anew at the next one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'berth-feed-'));
    const store = await openSqliteEventStore({ path: join(folder, 'events.db') });
    let fails = true;
    const failing: EventStore = {
      storeId: store.storeId,
      append: (...all) => store.append(...all),
      read: (...all) => store.read(...all),
      readAll: (options) => store.readAll(options),
      lastPosition: () => store.lastPosition(),
      close: () => store.close(),
      async *subscribe(options) {
        for await (const item of store.subscribe(options)) {
          if (item.kind === 'events' && fails) throw new Error('the disk is gone');
          yield item;
        }
      },
    };
    const feed = sharedFeed(failing);
    const { signal } = new AbortController();
    const started = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const subscriptions = started.map(async ({ resolve }) => {
      for await (const item of feed.subscribe({ signal })) if (item.kind === 'caughtUp') resolve();
    });
    const outcomes = Promise.allSettled(subscriptions);
    await Promise.all(started.map(({ promise }) => promise));
    await feed.append('job:1', newEvents(1), 'noStream');
    for (const outcome of await outcomes) {
      assert.equal(outcome.status, 'rejected');
      assert.match(String(outcome.reason), /the disk is gone/);
    }
    fails = false;
    const next = new Follower(feed);
    await next.until(({ events, caughtUpAt }) => events.length === 1 && caughtUpAt !== undefined);
    await next.stop();
    await feed.close();
    await rm(folder, { recursive: true });
  });
});
