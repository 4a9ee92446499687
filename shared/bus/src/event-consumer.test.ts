import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import { toPosition } from '@berth/event-store';
import { eventually } from '@berth/testing/eventually';
import { ensureEventStream } from './event-stream.js';
import { connectAdmin, silentLog } from './test-bus.js';
import { A, B, C, oneTo, useConsumerWorld } from './test-consumer.js';
import { anId } from './test-events.js';

const world = useConsumerWorld();

describe('a consumer', () => {
  it('gets what it asks for only, and has caught up with that whatever else was published', async () => {
    const filterSubject = subjects.event('scheduler', '*', 'calendar', '*', '>');
    const consumer = world.start({ filterSubject });
    assert.equal(await consumer.waitUntilCaughtUp(5_000), true);
    await world.publish(A, `calendar:${anId(9)}`, B, C);
    assert.equal(await consumer.waitUntilCaughtUp(5_000), true);
    assert.deepEqual(world.numbers(), [2]);
    assert.deepEqual(await consumer.lag(), { sequence: 2, last: 2, messages: 0 });

    await consumer.stop();
    await world.publish(`calendar:${anId(9)}`, A);
    const again = world.start({ filterSubject });
    assert.equal(await again.waitUntilCaughtUp(5_000), true);
    assert.deepEqual(world.numbers(), [2, 5]);
  });

  it('handles each event in order, and goes on where it left off', async () => {
    await world.publish(A, B, C, A, B, C);
    const first = world.start();
    await world.caughtUp(first);
    await world.publish(A, B);
    assert.equal(await first.waitUntilCaughtUp(5_000), true);
    assert.deepEqual(world.numbers(), oneTo(8));
    assert.deepEqual(await first.lag(), { sequence: 8, last: 8, messages: 0 });
    await first.stop();
    assert.match(
      (await world.documents.loadCheckpoint('scheduler')) ?? '',
      new RegExp(`^${toPosition(8)} store/`),
    );

    await world.publish(A, B);
    assert.deepEqual(await first.lag(), { sequence: 8, last: 10, messages: 2 });
    await world.caughtUp(world.start());
    assert.deepEqual(world.numbers(), oneTo(10));
  });

  it('hands an event on again where its checkpoint was not saved', async () => {
    await world.publish(A, B);
    const failing = world.start({ saveCheckpoint: () => Promise.reject(new Error('disk full')) });
    await eventually(() => assert.deepEqual(world.numbers(), [1, 2]));
    assert.equal(failing.sequence, 0);
    await failing.stop();
    await world.caughtUp(world.start());
    assert.deepEqual(world.numbers(), [1, 2, 1, 2]);
    assert.deepEqual(await world.parkedNow(), []);
  });

  it('waits for a stream that is not there yet', async () => {
    const admin = await connectAdmin(world.nats);
    const manager = await jetstreamManager(admin.nc);
    await manager.streams.delete(STREAMS.scheduler);
    await admin.close();
    const warnings: object[] = [];
    const consumer = world.start({ log: { ...silentLog, warn: (fields) => void warnings.push(fields) } });
    assert.deepEqual(await consumer.lag(), { sequence: 0, last: 0, messages: 0 });
    assert.equal(await consumer.waitUntilCaughtUp(1_000), true);
    // long enough for several tries, of which only the first is worth a line
    await sleep(1_000);
    assert.equal(warnings.length, 1);
    await ensureEventStream(await jetstreamManager(world.scheduler.nc), 'scheduler');
    await world.publish(A);
    await world.caughtUp(consumer);
    assert.deepEqual(world.numbers(), [1]);
  });

  it('outlives nats-server, killed again and again', async () => {
    const consumer = world.start({ batchSize: 16 });
    for (let round = 1; round <= 3; round += 1) {
      await eventually(() => world.publish(...oneTo(200).map(() => A)));
      await world.nats.kill();
      await world.nats.restart();
      await eventually(() => assert.equal(world.scheduler.connected && world.billing.connected, true));
      assert.equal(await consumer.waitUntilCaughtUp(10_000), true);
    }
    assert.deepEqual(new Set(world.numbers()), new Set(oneTo(600)));
    const places = world.handled.map(({ position }) => position);
    assert.deepEqual(places, [...places].sort());
  });

  it('says when it has not caught up in time', async () => {
    let release = () => {};
    await world.publish(A);
    const consumer = world.start({ handle: () => new Promise((resolve) => (release = resolve)) });
    assert.equal(await consumer.waitUntilCaughtUp(50), false);
    release();
    assert.equal(await consumer.waitUntilCaughtUp(5_000), true);
  });
});
