import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import { StoreUnavailableError, toPosition, type RecordedEvent } from '@berth/event-store';
import type { ReadModels } from '@berth/read-models';
import { openSqliteReadModels } from '@berth/read-models-sqlite';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';
import { encodeCloudEvent, subjectOf } from './cloud-event.js';
import type { Bus } from './connection.js';
import { EventConsumer, type EventConsumerOptions, type FollowedCopies } from './event-consumer.js';
import { ensureEventStream } from './event-stream.js';
import { ParkedStore } from './parked-store.js';
import { connectAdmin, connectAs, silentLog } from './test-bus.js';
import { anEvent, anId } from './test-events.js';

const [A, B, C] = [`job:${anId(1)}`, `job:${anId(2)}`, `job:${anId(3)}`];

const folder = tempDir('consumer');
let files = 0;
let nats: TestNats;
let scheduler: Bus;
let billing: Bus;
let readModels: ReadModels;
let parked: ParkedStore;
let handled: RecordedEvent[];
let published: number;
const consumers: EventConsumer[] = [];

before(async () => {
  nats = await startNats();
  [scheduler, billing] = await Promise.all([connectAs(nats, 'scheduler'), connectAs(nats, 'billing')]);
});
after(async () => {
  await Promise.all([scheduler.close(), billing.close()]);
  await nats.stop();
});
beforeEach(async () => {
  await ensureEventStream(await jetstreamManager(scheduler.nc), 'scheduler');
  readModels = await openSqliteReadModels({ path: join(folder, `${(files += 1)}.db`) });
  parked = new ParkedStore(readModels);
  handled = [];
  published = 0;
});
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
  await readModels.close();
  const admin = await connectAdmin(nats);
  await (await jetstreamManager(admin.nc)).streams.delete(STREAMS.scheduler);
  await admin.close();
});

async function publish(...streams: string[]): Promise<void> {
  await Promise.all(
    streams.map((stream) => {
      const event = anEvent((published += 1), { stream });
      const body = encodeCloudEvent({ service: 'scheduler', storeId: 'store', event });
      return jetstream(scheduler.nc).publish(subjectOf('scheduler', event), body);
    }),
  );
}

function start(options: Partial<EventConsumerOptions> = {}): EventConsumer {
  const consumer = new EventConsumer({
    bus: billing,
    source: 'scheduler',
    name: 'charges',
    parked,
    log: silentLog,
    retryDelaysMs: [1, 1, 1, 1],
    handle: async (events) => void handled.push(...events),
    loadCheckpoint: () => readModels.loadCheckpoint('scheduler'),
    saveCheckpoint: (place) => readModels.saveCheckpoint('scheduler', place),
    ...options,
  });
  consumer.start();
  consumers.push(consumer);
  return consumer;
}

/** A handler that can't take the events of these numbers, and does nothing of a batch that holds one. */
function handlerWithout(poison: Set<number>) {
  return async (events: readonly RecordedEvent[]): Promise<void> => {
    const bad = events.map(numberOf).find((number) => poison.has(number));
    if (bad !== undefined) throw new Error(`can't take ${bad}`);
    handled.push(...events);
  };
}

const numberOf = (event: RecordedEvent): number => event.data['number'] as number;
const numbers = (): number[] => handled.map(numberOf);
const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

async function caughtUp(consumer: EventConsumer): Promise<void> {
  await eventually(() => assert.ok(consumer.sequence >= published));
}

async function parkedNow() {
  const { items } = await parked.list();
  return items
    .map(({ node }) => ({
      number: node.sequence,
      entity: node.entity,
      error: node.error,
      attempts: node.attempts,
    }))
    .sort((a, b) => a.number - b.number);
}

describe('a consumer', () => {
  it('gets what it asks for only, and has caught up with that whatever else was published', async () => {
    const filterSubject = subjects.event('scheduler', '*', 'calendar', '*', '>');
    const consumer = start({ filterSubject });
    assert.equal(await consumer.waitUntilCaughtUp(5_000), true);
    await publish(A, `calendar:${anId(9)}`, B, C);
    assert.equal(await consumer.waitUntilCaughtUp(5_000), true);
    assert.deepEqual(numbers(), [2]);
    assert.deepEqual(await consumer.lag(), { sequence: 2, last: 2, messages: 0 });

    await consumer.stop();
    await publish(`calendar:${anId(9)}`, A);
    const again = start({ filterSubject });
    assert.equal(await again.waitUntilCaughtUp(5_000), true);
    assert.deepEqual(numbers(), [2, 5]);
  });

  it('handles each event in order, and goes on where it left off', async () => {
    await publish(A, B, C, A, B, C);
    const first = start();
    await caughtUp(first);
    await publish(A, B);
    assert.equal(await first.waitUntilCaughtUp(5_000), true);
    assert.deepEqual(numbers(), oneTo(8));
    assert.deepEqual(await first.lag(), { sequence: 8, last: 8, messages: 0 });
    await first.stop();
    assert.match(
      (await readModels.loadCheckpoint('scheduler')) ?? '',
      new RegExp(`^${toPosition(8)} store/`),
    );

    await publish(A, B);
    assert.deepEqual(await first.lag(), { sequence: 8, last: 10, messages: 2 });
    await caughtUp(start());
    assert.deepEqual(numbers(), oneTo(10));
  });

  it('hands an event on again where its checkpoint was not saved', async () => {
    await publish(A, B);
    const failing = start({ saveCheckpoint: () => Promise.reject(new Error('disk full')) });
    await eventually(() => assert.deepEqual(numbers(), [1, 2]));
    assert.equal(failing.sequence, 0);
    await failing.stop();
    await caughtUp(start());
    assert.deepEqual(numbers(), [1, 2, 1, 2]);
    assert.deepEqual(await parkedNow(), []);
  });

  it('waits for a stream that is not there yet', async () => {
    const admin = await connectAdmin(nats);
    const manager = await jetstreamManager(admin.nc);
    await manager.streams.delete(STREAMS.scheduler);
    await admin.close();
    const warnings: object[] = [];
    const consumer = start({ log: { ...silentLog, warn: (fields) => void warnings.push(fields) } });
    assert.deepEqual(await consumer.lag(), { sequence: 0, last: 0, messages: 0 });
    assert.equal(await consumer.waitUntilCaughtUp(1_000), true);
    // long enough for several tries, of which only the first is worth a line
    await sleep(1_000);
    assert.equal(warnings.length, 1);
    await ensureEventStream(await jetstreamManager(scheduler.nc), 'scheduler');
    await publish(A);
    await caughtUp(consumer);
    assert.deepEqual(numbers(), [1]);
  });

  it('outlives nats-server, killed again and again', async () => {
    const consumer = start({ batchSize: 16 });
    for (let round = 1; round <= 3; round += 1) {
      await eventually(() => publish(...oneTo(200).map(() => A)));
      await nats.kill();
      await nats.restart();
      await eventually(() => assert.equal(scheduler.connected && billing.connected, true));
      assert.equal(await consumer.waitUntilCaughtUp(10_000), true);
    }
    assert.deepEqual(new Set(numbers()), new Set(oneTo(600)));
    const places = handled.map(({ position }) => position);
    assert.deepEqual(places, [...places].sort());
  });

  it('says when it has not caught up in time', async () => {
    let release = () => {};
    await publish(A);
    const consumer = start({ handle: () => new Promise((resolve) => (release = resolve)) });
    assert.equal(await consumer.waitUntilCaughtUp(50), false);
    release();
    assert.equal(await consumer.waitUntilCaughtUp(5_000), true);
  });
});

/** Copies that are kept in memory; `folded` is every event that they were given. */
function copiesInMemory(saved = 0) {
  const folded: number[] = [];
  const place = { saved, cleared: 0 };
  const copies: FollowedCopies = {
    load: async () => place.saved,
    fold: async (events) => void folded.push(...events.map(numberOf)),
    save: async (sequence) => void (place.saved = sequence),
    clear: async () => {
      place.cleared += 1;
      place.saved = 0;
    },
  };
  return { copies, folded, place };
}

describe('a consumer with copies of facts', () => {
  it('brings the copies to the end of the stream before it handles any event', async () => {
    await publish(...oneTo(40).map(() => A));
    const { copies, folded, place } = copiesInMemory();
    const foldedBefore: number[] = [];
    const handle = async (events: readonly RecordedEvent[]): Promise<void> => {
      foldedBefore.push(Math.max(...folded));
      handled.push(...events);
    };
    const consumer = start({ copies, handle, batchSize: 8 });
    await caughtUp(consumer);
    await consumer.stop();
    assert.deepEqual(numbers(), oneTo(40));
    assert.ok(foldedBefore.every((number) => number === 40));
    assert.equal(place.saved, 40);
  });

  it('makes copies that were lost again without handling anything again', async () => {
    await publish(A, B, C);
    await start(copiesInMemory()).caughtUp;
    await consumers.splice(0)[0]?.stop();
    assert.deepEqual(numbers(), [1, 2, 3]);
    const { copies, folded } = copiesInMemory();
    const again = start({ copies });
    await again.caughtUp;
    assert.deepEqual(folded, [1, 2, 3]);
    assert.deepEqual(numbers(), [1, 2, 3]);
  });

  it('parks what the copies can not take, and folds the rest', async () => {
    await publish(A, B, A, C);
    const { copies, folded } = copiesInMemory();
    const fold = async (events: readonly RecordedEvent[]): Promise<void> => {
      if (events.some((event) => numberOf(event) === 1)) throw new Error('what is this');
      await copies.fold(events);
    };
    const consumer = start({ copies: { ...copies, fold } });
    await consumer.caughtUp;
    assert.deepEqual([...new Set(folded)], [2, 4]);
    assert.deepEqual(numbers(), [2, 4]);
    assert.deepEqual(
      (await parkedNow()).map(({ number, error }) => [number, error]),
      [
        [1, 'what is this'],
        [3, 'waits behind an earlier one'],
      ],
    );
  });
});

describe('a stream that is not what it was', () => {
  const recreate = async (): Promise<void> => {
    const admin = await connectAdmin(nats);
    await (await jetstreamManager(admin.nc)).streams.delete(STREAMS.scheduler);
    await admin.close();
    await ensureEventStream(await jetstreamManager(scheduler.nc), 'scheduler');
    published = 0;
  };

  it('that is filled again with the same events is waited for, and nothing is handled again', async () => {
    await publish(A, B, C);
    const first = start();
    await caughtUp(first);
    await first.stop();
    await recreate();
    const again = start({ refillQuietMs: 5_000 });
    await sleep(300);
    await publish(A, B, C, A);
    assert.equal(await again.waitUntilCaughtUp(5_000), true);
    assert.deepEqual(numbers(), [1, 2, 3, 4]);
  });

  it('that holds another event at its place is followed from the first again, with copies made anew', async () => {
    await publish(A, B, C);
    const first = start();
    await caughtUp(first);
    await first.stop();
    await recreate();
    published = 100;
    await publish(A, B, C, A);
    const { copies, folded, place } = copiesInMemory(3);
    await start({ copies }).caughtUp;
    assert.equal(place.cleared, 1);
    assert.deepEqual([...new Set(folded)], [101, 102, 103, 104]);
    assert.deepEqual(numbers(), [1, 2, 3, 101, 102, 103, 104]);
  });

  it('that ends early for good, since its store was cut, is followed from the first again', async () => {
    await publish(A, B, C);
    const first = start();
    await caughtUp(first);
    await first.stop();
    await recreate();
    await publish(A, B);
    const again = start({ refillQuietMs: 300 });
    await again.caughtUp;
    assert.deepEqual(numbers(), [1, 2, 3, 1, 2]);
  });
});

describe('an event that can not be handled', () => {
  it('is parked with what follows of its entity; the rest goes on', async () => {
    await publish(B, A, C, A, B, A, C, B);
    const consumer = start({ handle: handlerWithout(new Set([4])) });
    await caughtUp(consumer);
    assert.deepEqual(numbers(), [1, 2, 3, 5, 7, 8]);
    await publish(A, B);
    await caughtUp(consumer);
    assert.deepEqual(numbers(), [1, 2, 3, 5, 7, 8, 10]);
    assert.deepEqual(await parkedNow(), [
      { number: 4, entity: A, error: "can't take 4", attempts: 5 },
      { number: 6, entity: A, error: 'waits behind an earlier one', attempts: 0 },
      { number: 9, entity: A, error: 'waits behind an earlier one', attempts: 0 },
    ]);
    assert.equal(await parked.count('charges'), 3);
  });

  it('is found among hundreds, and others with it', async () => {
    await publish(...oneTo(300).map((number) => `job:${number}`));
    const poison = new Set([17, 18, 200]);
    await caughtUp(start({ handle: handlerWithout(poison) }));
    assert.deepEqual(
      numbers(),
      oneTo(300).filter((number) => !poison.has(number)),
    );
    assert.deepEqual(
      (await parkedNow()).map(({ number }) => number),
      [17, 18, 200],
    );
  });

  it('is handled after all when a later try succeeds', async () => {
    let failures = 0;
    await publish(A, A);
    const handle = async (events: readonly RecordedEvent[]): Promise<void> => {
      if (events.some((event) => numberOf(event) === 1) && (failures += 1) < 4) throw new Error('not yet');
      handled.push(...events);
    };
    await caughtUp(start({ handle }));
    assert.deepEqual(numbers(), [1, 2]);
    assert.deepEqual(await parkedNow(), []);
  });

  it('is not parked for a store that is away', async () => {
    let failures = 0;
    await publish(A, B);
    const handle = async (events: readonly RecordedEvent[]): Promise<void> => {
      if ((failures += 1) < 3) throw new StoreUnavailableError('disk full');
      handled.push(...events);
    };
    await caughtUp(start({ handle, retryDelaysMs: [] }));
    assert.deepEqual(numbers(), [1, 2]);
    assert.deepEqual(await parkedNow(), []);
  });

  it('keeps its cause when it comes again after a crash before the checkpoint', async () => {
    await publish(A);
    const crashing = start({
      handle: handlerWithout(new Set([1])),
      saveCheckpoint: () => Promise.reject(new Error('killed')),
    });
    await eventually(async () => assert.equal(await parked.count(), 1));
    await crashing.stop();
    await caughtUp(start({ handle: handlerWithout(new Set([1])) }));
    const [found] = await parkedNow();
    assert.equal(found?.error, "can't take 1");
    assert.equal(found?.attempts, 5);
  });

  it('still holds back its entity after a restart', async () => {
    await publish(A, B);
    const first = start({ handle: handlerWithout(new Set([1])) });
    await caughtUp(first);
    await first.stop();
    await publish(A, B);
    await caughtUp(start());
    assert.deepEqual(numbers(), [2, 4]);
    assert.deepEqual(
      (await parkedNow()).map(({ number }) => number),
      [1, 3],
    );
  });

  it('that is no event at all is parked too, and its entity`s events behind it', async () => {
    const js = jetstream(scheduler.nc);
    const event = anEvent(1, { stream: A });
    await js.publish(subjectOf('scheduler', event), 'not an event');
    published += 1;
    await publish(A, B);
    const consumer = start();
    await caughtUp(consumer);
    assert.deepEqual(numbers(), [3]);
    assert.deepEqual(await parkedNow(), [
      { number: 1, entity: A, error: 'not JSON', attempts: 1 },
      { number: 2, entity: A, error: 'waits behind an earlier one', attempts: 0 },
    ]);
    const [first] = (await parked.list()).items;
    assert.equal(first?.node.payload, 'not an event');
    assert.deepEqual(await parked.replay(first?.node.id ?? ''), {
      ok: true,
      value: { replayed: 0, stillParked: 2 },
    });

    const stray = encodeCloudEvent({ service: 'auth', storeId: 'x', event: anEvent(4, { stream: C }) });
    await js.publish(subjectOf('scheduler', anEvent(4, { stream: C })), stray);
    published += 1;
    await caughtUp(consumer);
    assert.match((await parkedNow()).at(-1)?.error ?? '', /from auth/);
  });
});

describe('parked events', () => {
  const poison = new Set<number>();
  async function park(): Promise<{ consumer: EventConsumer; ids: string[] }> {
    poison.clear();
    poison.add(1).add(3);
    await publish(A, B, A, A, B);
    const consumer = start({ handle: handlerWithout(poison) });
    await caughtUp(consumer);
    assert.deepEqual(numbers(), [2, 5]);
    const { items } = await parked.list();
    const bySequence = items.map(({ node }) => node).sort((a, b) => a.sequence - b.sequence);
    return { consumer, ids: bySequence.map(({ id }) => id) };
  }

  it('are replayed in order, as far as it goes, and their entity goes on after the last', async () => {
    const { consumer, ids } = await park();
    assert.deepEqual(await parked.replay(ids[0] ?? ''), { ok: true, value: { replayed: 0, stillParked: 3 } });
    poison.delete(1);
    assert.deepEqual(await parked.replay(ids[2] ?? ''), { ok: true, value: { replayed: 1, stillParked: 2 } });
    assert.deepEqual(
      (await parkedNow()).map(({ number, attempts, error }) => [number, attempts, error]),
      [
        [3, 1, "can't take 3"],
        [4, 0, 'waits behind an earlier one'],
      ],
    );
    poison.clear();
    await publish(A);
    await caughtUp(consumer);
    assert.deepEqual(await parked.replay(ids[1] ?? ''), { ok: true, value: { replayed: 3, stillParked: 0 } });
    await publish(A);
    await caughtUp(consumer);
    assert.deepEqual(numbers(), [2, 5, 1, 3, 4, 6, 7]);
    assert.deepEqual(await parkedNow(), []);
  });

  it('are dropped one by one', async () => {
    const { consumer, ids } = await park();
    assert.deepEqual(await parked.drop(ids[0] ?? ''), { ok: true, value: { dropped: 1 } });
    await publish(A);
    await caughtUp(consumer);
    assert.deepEqual(
      (await parkedNow()).map(({ number }) => number),
      [3, 4, 6],
    );
    for (const { node } of (await parked.list()).items) await parked.drop(node.id);
    await publish(A);
    await caughtUp(consumer);
    assert.deepEqual(numbers(), [2, 5, 7]);
  });

  it('are listed in pages', async () => {
    await park();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await parked.list({ limit: 2, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(({ node }) => node.id));
      cursor = page.hasMore ? page.items.at(-1)?.cursor : undefined;
    } while (cursor !== undefined);
    assert.deepEqual(seen.sort(), ['charges:scheduler:1', 'charges:scheduler:3', 'charges:scheduler:4']);
  });

  it('are neither replayed nor dropped where there are none, or their consumer is not running', async () => {
    const { consumer, ids } = await park();
    const codeOf = async (result: ReturnType<typeof parked.replay | typeof parked.drop>) => {
      const { ok, ...rest } = await result;
      return ok ? 'OK' : (rest as { error: { code: string } }).error.code;
    };
    assert.equal(await codeOf(parked.replay('nothing')), 'NOT_FOUND');
    assert.equal(await codeOf(parked.drop('nothing')), 'NOT_FOUND');
    await consumer.stop();
    assert.equal(await codeOf(parked.replay(ids[0] ?? '')), 'UNAVAILABLE');
    assert.equal(await codeOf(parked.drop(ids[0] ?? '')), 'UNAVAILABLE');
  });
});
