import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { StoreUnavailableError, type EventStore, type NewEvent } from '@berth/event-store';
import { collectAll, Follower, newEvents } from '@berth/event-store/testing';
import { Log } from '@berth/kurrentdb-standin';
import { RestartableServer } from '@berth/kurrentdb-standin/restartable-server';
import { openKurrentEventStore } from './index.js';
import { aServer } from './test-servers.js';

const APPENDERS = 8;
const KILLS = 5;

/** As a caller does that knows that a failed append may be stored. */
async function appendUntilTaken(
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
): Promise<void> {
  for (;;) {
    try {
      return void (await store.append(stream, events, 'noStream'));
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      await sleep(10);
    }
  }
}

for (const version of ['22.10', '25.0'] as const) {
  describe(`a server ${version} that is killed under load`, () => {
    it('loses no acknowledged append and writes none twice; subscribers go on within a second', async () => {
      const server = await RestartableServer.start({ version, log: new Log() });
      const store = await openKurrentEventStore({ url: server.url, service: 'scheduler' });
      onTestEnd(async () => {
        await store.close();
        server.kill();
      });
      const follower = new Follower(store);
      await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined);
      let stopped = false;
      const taken: string[] = [];
      const appenders = Array.from({ length: APPENDERS }, async (_, appender) => {
        for (let turn = 0; !stopped; turn += 1) {
          const events = newEvents(2);
          await appendUntilTaken(store, `job:${appender}-${turn}`, events);
          taken.push(...events.map(({ id }) => id));
        }
      });
      for (let kill = 0; kill < KILLS; kill += 1) {
        await sleep(150);
        server.kill();
        await sleep(kill * 100);
        const before = follower.events.length;
        await server.start();
        const started = performance.now();
        await follower.until(({ events }) => events.length > before);
        const tookMs = performance.now() - started;
        assert.ok(tookMs < 1500, `the first event came ${Math.round(tookMs)} ms after the server`);
      }
      stopped = true;
      await Promise.all(appenders);
      const last = await store.lastPosition();
      await follower.until(({ caughtUpAt }) => caughtUpAt === last);
      const all = await collectAll(store);
      assert.deepEqual(all.map(({ id }) => id).sort(), taken.sort());
      assert.deepEqual(follower.events, all);
      await follower.stop();
    });
  });
}

describe('an append whose outcome the server does not tell', () => {
  it('is looked for, and made again: 200 at once are one, and all are told the same', async () => {
    const { open } = await aServer();
    const [one, two] = [await open('scheduler'), await open('scheduler')];
    const events = newEvents(3);
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        (index % 2 === 0 ? one : two).append('job:1', events, 'noStream'),
      ),
    );
    assert.equal(new Set(results.map((result) => JSON.stringify(result))).size, 1);
    assert.equal((await one.read('job:1')).length, 3);
  });

  it('is a conflict where others stand in its place', async () => {
    const { open } = await aServer();
    const store = await open('scheduler');
    const [mine, theirs] = [newEvents(1), newEvents(1)];
    const outcomes = await Promise.allSettled([
      store.append('job:1', theirs, 'noStream'),
      ...Array.from({ length: 20 }, () => store.append('job:1', mine, 'noStream')),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as Error).name : 'taken')),
      ['taken', ...Array<string>(20).fill('WrongExpectedRevisionError')],
    );
    assert.deepEqual(
      (await store.read('job:1')).map(({ id }) => id),
      [theirs[0]?.id],
    );
  });
});
