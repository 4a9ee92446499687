import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { jetstream } from '@nats-io/jetstream';
import { StoreUnavailableError, type RecordedEvent } from '@berth/event-store';
import { eventually } from '@berth/testing/eventually';
import { defined } from '@berth/kernel/defined';
import { encodeCloudEvent, subjectOf } from './cloud-event.js';
import type { EventConsumer } from './event-consumer.js';
import { A, B, C, numberOf, oneTo, useConsumerWorld } from './test-consumer.js';
import { anEvent } from './test-events.js';

const world = useConsumerWorld();

describe('an event that cannot be handled', () => {
  it('is parked with what follows of its entity; the rest goes on', async () => {
    await world.publish(B, A, C, A, B, A, C, B);
    const consumer = world.start({ handle: world.handlerWithout(new Set([4])) });
    await world.caughtUp(consumer);
    assert.deepEqual(world.numbers(), [1, 2, 3, 5, 7, 8]);
    await world.publish(A, B);
    await world.caughtUp(consumer);
    assert.deepEqual(world.numbers(), [1, 2, 3, 5, 7, 8, 10]);
    assert.deepEqual(await world.parkedNow(), [
      { number: 4, entity: A, error: 'cannot handle 4', attempts: 5 },
      { number: 6, entity: A, error: 'waits behind an earlier parked event', attempts: 0 },
      { number: 9, entity: A, error: 'waits behind an earlier parked event', attempts: 0 },
    ]);
    assert.equal(await world.parked.count('charges'), 3);
  });

  it('is found among hundreds, and others with it', async () => {
    await world.publish(...oneTo(300).map((number) => `job:${number}`));
    const poison = new Set([17, 18, 200]);
    await world.caughtUp(world.start({ handle: world.handlerWithout(poison) }));
    assert.deepEqual(
      world.numbers(),
      oneTo(300).filter((number) => !poison.has(number)),
    );
    assert.deepEqual(
      (await world.parkedNow()).map(({ number }) => number),
      [17, 18, 200],
    );
  });

  it('is handled after all when a later try succeeds', async () => {
    let failures = 0;
    await world.publish(A, A);
    const handle = async (events: readonly RecordedEvent[]): Promise<void> => {
      if (events.some((event) => numberOf(event) === 1) && (failures += 1) < 4) throw new Error('not yet');
      world.handled.push(...events);
    };
    await world.caughtUp(world.start({ handle }));
    assert.deepEqual(world.numbers(), [1, 2]);
    assert.deepEqual(await world.parkedNow(), []);
  });

  it('is not parked for a store that is away', async () => {
    let failures = 0;
    await world.publish(A, B);
    const handle = async (events: readonly RecordedEvent[]): Promise<void> => {
      if ((failures += 1) < 3) throw new StoreUnavailableError('disk full');
      world.handled.push(...events);
    };
    await world.caughtUp(world.start({ handle, retryDelaysMs: [] }));
    assert.deepEqual(world.numbers(), [1, 2]);
    assert.deepEqual(await world.parkedNow(), []);
  });

  it('keeps its cause when it comes again after a crash before the checkpoint', async () => {
    await world.publish(A);
    const crashing = world.start({
      handle: world.handlerWithout(new Set([1])),
      saveCheckpoint: () => Promise.reject(new Error('killed')),
    });
    await eventually(async () => assert.equal(await world.parked.count(), 1));
    await crashing.stop();
    await world.caughtUp(world.start({ handle: world.handlerWithout(new Set([1])) }));
    const [found] = await world.parkedNow();
    assert.equal(found?.error, 'cannot handle 1');
    assert.equal(found?.attempts, 5);
  });

  it('still holds back its entity after a restart', async () => {
    await world.publish(A, B);
    const first = world.start({ handle: world.handlerWithout(new Set([1])) });
    await world.caughtUp(first);
    await first.stop();
    await world.publish(A, B);
    await world.caughtUp(world.start());
    assert.deepEqual(world.numbers(), [2, 4]);
    assert.deepEqual(
      (await world.parkedNow()).map(({ number }) => number),
      [1, 3],
    );
  });

  it('that is no event at all is parked too, and its entity`s events behind it', async () => {
    const js = jetstream(world.scheduler.nc);
    const event = anEvent(1, { stream: A });
    await js.publish(subjectOf('scheduler', event), 'not an event');
    world.published += 1;
    await world.publish(A, B);
    const consumer = world.start();
    await world.caughtUp(consumer);
    assert.deepEqual(world.numbers(), [3]);
    assert.deepEqual(await world.parkedNow(), [
      { number: 1, entity: A, error: 'not JSON', attempts: 1 },
      { number: 2, entity: A, error: 'waits behind an earlier parked event', attempts: 0 },
    ]);
    const [first] = (await world.parked.list()).items;
    assert.equal(first?.node.payload, 'not an event');
    assert.deepEqual(await world.parked.replay(first?.node.id ?? ''), {
      ok: true,
      value: { replayed: 0, stillParked: 2 },
    });

    const stray = encodeCloudEvent({ service: 'auth', storeId: 'x', event: anEvent(4, { stream: C }) });
    await js.publish(subjectOf('scheduler', anEvent(4, { stream: C })), stray);
    world.published += 1;
    await world.caughtUp(consumer);
    assert.match((await world.parkedNow()).at(-1)?.error ?? '', /names auth/);
  });
});

describe('parked events', () => {
  const poison = new Set<number>();
  async function park(): Promise<{ consumer: EventConsumer; ids: string[] }> {
    poison.clear();
    poison.add(1).add(3);
    await world.publish(A, B, A, A, B);
    const consumer = world.start({ handle: world.handlerWithout(poison) });
    await world.caughtUp(consumer);
    assert.deepEqual(world.numbers(), [2, 5]);
    const { items } = await world.parked.list();
    const bySequence = items.map(({ node }) => node).sort((a, b) => a.sequence - b.sequence);
    return { consumer, ids: bySequence.map(({ id }) => id) };
  }

  it('are replayed in order, as far as it goes, and their entity goes on after the last', async () => {
    const { consumer, ids } = await park();
    assert.deepEqual(await world.parked.replay(ids[0] ?? ''), {
      ok: true,
      value: { replayed: 0, stillParked: 3 },
    });
    poison.delete(1);
    assert.deepEqual(await world.parked.replay(ids[2] ?? ''), {
      ok: true,
      value: { replayed: 1, stillParked: 2 },
    });
    assert.deepEqual(
      (await world.parkedNow()).map(({ number, attempts, error }) => [number, attempts, error]),
      [
        [3, 1, 'cannot handle 3'],
        [4, 0, 'waits behind an earlier parked event'],
      ],
    );
    poison.clear();
    await world.publish(A);
    await world.caughtUp(consumer);
    assert.deepEqual(await world.parked.replay(ids[1] ?? ''), {
      ok: true,
      value: { replayed: 3, stillParked: 0 },
    });
    await world.publish(A);
    await world.caughtUp(consumer);
    assert.deepEqual(world.numbers(), [2, 5, 1, 3, 4, 6, 7]);
    assert.deepEqual(await world.parkedNow(), []);
  });

  it('are dropped one by one', async () => {
    const { consumer, ids } = await park();
    assert.deepEqual(await world.parked.drop(ids[0] ?? ''), { ok: true, value: { dropped: 1 } });
    await world.publish(A);
    await world.caughtUp(consumer);
    assert.deepEqual(
      (await world.parkedNow()).map(({ number }) => number),
      [3, 4, 6],
    );
    for (const { node } of (await world.parked.list()).items) await world.parked.drop(node.id);
    await world.publish(A);
    await world.caughtUp(consumer);
    assert.deepEqual(world.numbers(), [2, 5, 7]);
  });

  it('are listed in pages', async () => {
    await park();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.parked.list({ limit: 2, ...defined({ cursor }) });
      seen.push(...page.items.map(({ node }) => node.id));
      cursor = page.hasMore ? page.items.at(-1)?.cursor : undefined;
    } while (cursor !== undefined);
    assert.deepEqual(seen.sort(), ['charges:scheduler:1', 'charges:scheduler:3', 'charges:scheduler:4']);
  });

  it('are neither replayed nor dropped where there are none, or their consumer is not running', async () => {
    const { consumer, ids } = await park();
    const codeOf = async (result: ReturnType<typeof world.parked.replay | typeof world.parked.drop>) => {
      const { ok, ...rest } = await result;
      return ok ? 'OK' : (rest as { error: { code: string } }).error.code;
    };
    assert.equal(await codeOf(world.parked.replay('nothing')), 'NOT_FOUND');
    assert.equal(await codeOf(world.parked.drop('nothing')), 'NOT_FOUND');
    await consumer.stop();
    assert.equal(await codeOf(world.parked.replay(ids[0] ?? '')), 'UNAVAILABLE');
    assert.equal(await codeOf(world.parked.drop(ids[0] ?? '')), 'UNAVAILABLE');
  });
});
