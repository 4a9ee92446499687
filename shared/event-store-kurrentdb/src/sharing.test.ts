import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { START, StoreUnavailableError } from '@berth/event-store';
import { collectAll, Follower, newEvents } from '@berth/event-store/testing';
import { Log, startStandIn } from '@berth/kurrentdb-standin';
import { openKurrentEventStore } from './index.js';
import { aServer } from './test-servers.js';

describe('a server that is shared', () => {
  it('gives each service its own events only, whatever the streams are called', async () => {
    const { open } = await aServer();
    const [auth, scheduler] = [await open('auth'), await open('scheduler')];
    assert.notEqual(auth.storeId, scheduler.storeId);
    const follower = new Follower(scheduler);
    await auth.append('job:1', newEvents(2), 'noStream');
    assert.equal(await scheduler.lastPosition(), START);
    await scheduler.append('job:1', newEvents(3), 'noStream');
    await auth.append('user:1', newEvents(600), 'noStream');
    assert.deepEqual(
      (await collectAll(scheduler)).map(({ stream, revision }) => [stream, revision]),
      [0, 1, 2].map((revision) => ['job:1', revision]),
    );
    assert.equal((await collectAll(auth)).length, 602);
    assert.equal(await scheduler.lastPosition(), (await scheduler.read('job:1')).at(-1)?.position);
    await follower.until(({ events }) => events.length > 0);
    assert.deepEqual(follower.events, await collectAll(scheduler));
    await follower.stop();
  });

  it('is one store to several copies of a service: one id, one order, one winner', async () => {
    const { open } = await aServer();
    const [one, two] = await Promise.all([open('scheduler'), open('scheduler')]);
    assert.equal(one.storeId, two.storeId);
    const follower = new Follower(one);
    await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined);
    const outcomes = await Promise.allSettled([
      one.append('job:1', newEvents(1), 'noStream'),
      two.append('job:1', newEvents(1), 'noStream'),
    ]);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    const { position } = await two.append('job:2', newEvents(1), 'noStream');
    await follower.until(({ caughtUpAt }) => caughtUpAt === position);
    assert.equal(follower.events.length, 2);
    assert.equal(await one.lastPosition(), position);
    await follower.stop();
  });
});

describe('a server that is away', () => {
  it('fails appends and reads clearly; subscriptions wait, and go on where they were', async () => {
    const log = new Log();
    const before = await startStandIn({ log });
    const store = await openKurrentEventStore({ url: before.url, service: 'scheduler' });
    const follower = new Follower(store);
    await store.append('job:1', newEvents(2), 'noStream');
    await follower.until(({ events }) => events.length === 2);
    before.close();
    await assert.rejects(store.append('job:1', newEvents(1), 1), StoreUnavailableError);
    await assert.rejects(store.read('job:1'), StoreUnavailableError);

    const after = await startStandIn({ port: Number(new URL(before.url).port), log });
    onTestEnd(() => after.close());
    const events = newEvents(1);
    const append = async (attempt = 0): Promise<number> => {
      try {
        return (await store.append('job:1', events, 1)).revision;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || attempt > 50) throw error;
        return append(attempt + 1);
      }
    };
    assert.equal(await append(), 2);
    await follower.until((current) => current.events.length === 3);
    assert.deepEqual(follower.events, await store.read('job:1'));
    await follower.stop();
    await store.close();
  });

  it('cannot be opened', async () => {
    const gone = await startStandIn();
    gone.close();
    await assert.rejects(
      openKurrentEventStore({ url: gone.url, service: 'scheduler' }),
      StoreUnavailableError,
    );
    const url = `${gone.url}&throwOnAppendFailure=false`;
    await assert.rejects(openKurrentEventStore({ url, service: 'scheduler' }), /throwOnAppendFailure/);
  });

  it('is named in no error by its user or password, nor on standard output', async () => {
    const said: string[] = [];
    for (const method of ['warn', 'log', 'error'] as const) {
      const spy = jest.spyOn(console, method);
      spy.mockImplementation((...words: unknown[]) => void said.push(words.join(' ')));
      onTestEnd(() => spy.mockRestore());
    }
    const wrong = [
      '?nodePreference=all',
      '?tls=maybe',
      '?colour=red',
      '?keepAliveInterval=x',
      ':port',
      '?tlsCAFile=/none',
    ];
    for (const rest of wrong) {
      const url = `kurrentdb://ann:s3cret@127.0.0.1${rest}`;
      await assert.rejects(openKurrentEventStore({ url, service: 'scheduler' }), (error: Error) => {
        assert.match(error.message, /^BERTH_EVENT_STORE: /);
        assert.doesNotMatch(`${error.stack} ${String(error.cause)}`, /s3cret|ann:/);
        return true;
      });
    }
    assert.deepEqual(said, []);
  });
});
