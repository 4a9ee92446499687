import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import type { SubscriptionItem } from '@berth/event-store';
import { collectAll, Follower, newEvents } from '@berth/event-store/testing';
import { aServer } from './test-servers.js';

for (const version of ['22.10', '25.0'] as const) {
  describe(`following a server ${version}`, () => {
    it('brings a live subscriber each event of its service once, and none of others', async () => {
      const { server, open } = await aServer({ version });
      const [scheduler, auth] = [await open('scheduler'), await open('auth')];
      const follower = new Follower(scheduler);
      await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined);
      const connection = 'berth-scheduler';
      const others = () =>
        server.traffic.sent({ connection }) - server.traffic.sent({ connection, prefix: 'scheduler-' });
      const othersBefore = others();
      for (let turn = 0; turn < 100; turn += 1) {
        await auth.append(`user:${turn}`, newEvents(4), 'noStream');
        await scheduler.append(`job:${turn}`, newEvents(1), 'noStream');
      }
      const last = await scheduler.read('job:99');
      await follower.until(({ caughtUpAt }) => caughtUpAt === last.at(-1)?.position);
      assert.equal(follower.events.length, 100);
      assert.equal(server.traffic.sent({ connection, kind: 'subscription' }), 100);
      assert.equal(others() - othersBefore, 0);
      await follower.stop();
    });

    it('brings a subscriber that is behind its own events once, and next to nothing of others', async () => {
      const { server, open } = await aServer({ version });
      const [scheduler, auth] = [await open('scheduler'), await open('auth')];
      for (let turn = 0; turn < 10; turn += 1) {
        await auth.append(`user:${turn}`, newEvents(400), 'noStream');
        await scheduler.append(`job:${turn}`, newEvents(100), 'noStream');
      }
      await auth.append('user:last', newEvents(400), 'noStream');
      const connection = 'berth-scheduler';
      const before = server.traffic.sent({ connection });
      const follower = new Follower(scheduler);
      await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined);
      assert.equal(follower.events.length, 1000);
      assert.equal(server.traffic.sent({ connection, kind: 'subscription' }), 1000);
      const read = server.traffic.sent({ connection }) - before;
      assert.ok(read <= 1000 + 673, `${read} events came over the wire`);
      await follower.stop();
    });

    it('says where a service ends that has been quiet for long, without reading all that others have written', async () => {
      const { server, open } = await aServer({ version });
      const [billing, auth] = [await open('billing'), await open('auth')];
      const { position } = await billing.append('charge:1', newEvents(3), 'noStream');
      for (let turn = 0; turn < 20; turn += 1) await auth.append(`user:${turn}`, newEvents(500), 'noStream');
      // As a service does that starts again.
      const restarted = await open('billing');
      const read = server.traffic.sent({ connection: 'berth-billing' });
      assert.equal(await restarted.lastPosition(), position);
      const first = server.traffic.sent({ connection: 'berth-billing' }) - read;
      assert.ok(first <= 673 * 2 + 3, `${first} events came over the wire`);
      assert.equal(await restarted.lastPosition(), position);
      const again = server.traffic.sent({ connection: 'berth-billing' }) - read - first;
      assert.ok(again <= 1 + 32 + 128, `${again} events came over the wire, though nothing was new`);
      const next = await billing.append('charge:2', newEvents(1), 'noStream');
      assert.equal(await restarted.lastPosition(), next.position);
    });

    it('gives a slow subscriber everything once, though the server does not keep for it what comes', async () => {
      const { server, open } = await aServer({ version });
      const store = await open('scheduler');
      const abort = new AbortController();
      const slow = store.subscribe({ signal: abort.signal })[Symbol.asyncIterator]();
      assert.equal((await slow.next()).value?.kind, 'caughtUp');
      const big = newEvents(100).map((event) => ({ ...event, data: { text: 'x'.repeat(20_000) } }));
      for (let batch = 0; batch < 20; batch += 1) {
        const events = big.map((event) => ({ ...event, id: crypto.randomUUID() }));
        await store.append('job:1', events, batch * 100 - 1);
      }
      await sleep(50);
      const revisions: number[] = [];
      let item: SubscriptionItem | undefined;
      while (item?.kind !== 'caughtUp' || revisions.length < 2000) {
        item = (await slow.next()).value as SubscriptionItem;
        if (item.kind === 'events') revisions.push(...item.events.map(({ revision }) => revision));
        else assert.equal(revisions.length, 2000, 'said to have caught up too early');
      }
      assert.deepEqual(
        revisions,
        Array.from({ length: 2000 }, (_, index) => index),
      );
      const calls = server.traffic.calls.filter(({ kind }) => kind === 'subscription');
      // 22.10 has ended the first one, 25.0 has caught up on it again.
      assert.equal(calls.length > 1, version === '22.10', `${calls.length} subscriptions`);
      abort.abort();
      await slow.next();
    });

    it('counts as caught up only what was appended before, by whomever', async () => {
      const { open } = await aServer({ version });
      const [one, two] = [await open('scheduler'), await open('scheduler')];
      for (let turn = 0; turn < 10; turn += 1) {
        await one.append(`job:${turn}`, newEvents(70), 'noStream');
        const reader = turn % 2 === 0 ? one : two;
        assert.equal((await collectAll(reader)).length, (turn + 1) * 70);
        const follower = new Follower(reader);
        await follower.until(({ caughtUpAt }) => caughtUpAt !== undefined);
        assert.equal(follower.events.length, (turn + 1) * 70);
        await follower.stop();
      }
    });
  });
}
