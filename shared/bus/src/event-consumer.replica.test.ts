import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { STREAMS } from '@berth/contracts/streams';
import type { RecordedEvent } from '@berth/event-store';
import type { ReplicatedFacts } from './event-consumer.js';
import { ensureEventStream } from './event-stream.js';
import { connectAdmin } from './test-bus.js';
import { A, B, C, numberOf, oneTo, useConsumerWorld } from './test-consumer.js';

const world = useConsumerWorld();

/** A replica in memory; `folded` is every event that it was given. */
function replicaInMemory(saved = 0) {
  const folded: number[] = [];
  const place = { saved, cleared: 0 };
  const replica: ReplicatedFacts = {
    load: async () => place.saved,
    fold: async (events) => void folded.push(...events.map(numberOf)),
    save: async (sequence) => void (place.saved = sequence),
    clear: async () => {
      place.cleared += 1;
      place.saved = 0;
    },
  };
  return { replica, folded, place };
}

describe('a consumer with replicated facts', () => {
  it('brings the replica to the end of the stream before it handles any event', async () => {
    await world.publish(...oneTo(40).map(() => A));
    const { replica, folded, place } = replicaInMemory();
    const foldedBefore: number[] = [];
    const handle = async (events: readonly RecordedEvent[]): Promise<void> => {
      foldedBefore.push(Math.max(...folded));
      world.handled.push(...events);
    };
    const consumer = world.start({ replica, handle, batchSize: 8 });
    await world.caughtUp(consumer);
    await consumer.stop();
    assert.deepEqual(world.numbers(), oneTo(40));
    assert.ok(foldedBefore.every((number) => number === 40));
    assert.equal(place.saved, 40);
  });

  it('rebuilds a lost replica without handling anything again', async () => {
    await world.publish(A, B, C);
    await world.start(replicaInMemory()).caughtUp;
    await world.stopAll();
    assert.deepEqual(world.numbers(), [1, 2, 3]);
    const { replica, folded } = replicaInMemory();
    const again = world.start({ replica });
    await again.caughtUp;
    assert.deepEqual(folded, [1, 2, 3]);
    assert.deepEqual(world.numbers(), [1, 2, 3]);
  });

  it('parks what the replica cannot fold, and folds the rest', async () => {
    await world.publish(A, B, A, C);
    const { replica, folded } = replicaInMemory();
    const fold = async (events: readonly RecordedEvent[]): Promise<void> => {
      if (events.some((event) => numberOf(event) === 1)) throw new Error('what is this');
      await replica.fold(events);
    };
    const consumer = world.start({ replica: { ...replica, fold } });
    await consumer.caughtUp;
    assert.deepEqual([...new Set(folded)], [2, 4]);
    assert.deepEqual(world.numbers(), [2, 4]);
    assert.deepEqual(
      (await world.parkedNow()).map(({ number, error }) => [number, error]),
      [
        [1, 'what is this'],
        [3, 'waits behind an earlier parked event'],
      ],
    );
  });
});

describe('a stream that is not what it was', () => {
  const recreate = async (): Promise<void> => {
    const admin = await connectAdmin(world.nats);
    await (await jetstreamManager(admin.nc)).streams.delete(STREAMS.scheduler);
    await admin.close();
    await ensureEventStream(await jetstreamManager(world.scheduler.nc), 'scheduler');
    world.published = 0;
  };

  it('that is filled again with the same events is waited for, and nothing is handled again', async () => {
    await world.publish(A, B, C);
    const first = world.start();
    await world.caughtUp(first);
    await first.stop();
    await recreate();
    const again = world.start({ refillQuietMs: 5_000 });
    await sleep(300);
    await world.publish(A, B, C, A);
    assert.equal(await again.waitUntilCaughtUp(5_000), true);
    assert.deepEqual(world.numbers(), [1, 2, 3, 4]);
  });

  it('that holds another event at its place is followed from the first again, with the replica rebuilt', async () => {
    await world.publish(A, B, C);
    const first = world.start();
    await world.caughtUp(first);
    await first.stop();
    await recreate();
    world.published = 100;
    await world.publish(A, B, C, A);
    const { replica, folded, place } = replicaInMemory(3);
    await world.start({ replica }).caughtUp;
    assert.equal(place.cleared, 1);
    assert.deepEqual([...new Set(folded)], [101, 102, 103, 104]);
    assert.deepEqual(world.numbers(), [1, 2, 3, 101, 102, 103, 104]);
  });

  it('that ends early for good, since its store was cut, is followed from the first again', async () => {
    await world.publish(A, B, C);
    const first = world.start();
    await world.caughtUp(first);
    await first.stop();
    await recreate();
    await world.publish(A, B);
    const again = world.start({ refillQuietMs: 300 });
    await again.caughtUp;
    assert.deepEqual(world.numbers(), [1, 2, 3, 1, 2]);
  });
});
