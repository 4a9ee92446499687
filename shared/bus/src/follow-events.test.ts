import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { subjects } from '@berth/contracts/subjects';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import { encodeCloudEvent, subjectOf } from './cloud-event.js';
import type { Bus } from './connection.js';
import { ensureEventStream } from './event-stream.js';
import { followEvents, subjectMatches, type FollowOptions } from './follow-events.js';
import { connectAs } from './test-bus.js';
import { anEvent, anId } from './test-events.js';

let nats: TestNats;
let scheduler: Bus;
let gateway: Bus;
let published = 0;

beforeAll(async () => {
  nats = await startNats();
  [scheduler, gateway] = await Promise.all([connectAs(nats, 'scheduler'), connectAs(nats, 'gateway')]);
  await ensureEventStream(await jetstreamManager(scheduler.nc), 'scheduler');
});
afterAll(async () => {
  await Promise.all([scheduler.close(), gateway.close()]);
  await nats.stop();
});

async function publish(...jobs: number[]): Promise<number[]> {
  const numbers = jobs.map((job) => ({ number: (published += 1), stream: `job:${anId(job)}` }));
  await Promise.all(
    numbers.map(({ number, stream }) => {
      const event = anEvent(number, { stream });
      const body = encodeCloudEvent({ service: 'scheduler', storeId: 'store', event });
      return jetstream(scheduler.nc).publish(subjectOf('scheduler', event), body);
    }),
  );
  return numbers.map(({ number }) => number);
}

/** Collects the numbers of what it follows until the test stops it. */
function follow(options: Pick<FollowOptions, 'from'> & Partial<FollowOptions>) {
  const controller = new AbortController();
  const numbers: number[] = [];
  const sequences: number[] = [];
  const errors: unknown[] = [];
  const ended = (async () => {
    const events = followEvents({
      bus: gateway,
      service: 'scheduler',
      signal: controller.signal,
      onError: (error) => errors.push(error),
      ...options,
    });
    for await (const batch of events) {
      numbers.push(...batch.map(({ event }) => event.data['number'] as number));
      sequences.push(...batch.map(({ sequence }) => sequence));
    }
  })();
  const stop = async (): Promise<void> => {
    controller.abort();
    await ended;
  };
  return { numbers, sequences, errors, stop };
}

/** When the server has the consumer, nothing published from then on is missed. */
async function untilFollowing(count: number): Promise<void> {
  const manager = await jetstreamManager(scheduler.nc);
  await eventually(async () =>
    assert.equal((await manager.streams.info('SCHEDULER')).state.consumer_count, count),
  );
}

describe('following events', () => {
  it('begins with the next, after a sequence, or at an instant', async () => {
    const old = await publish(1, 2);
    const sequence = (await (await jetstreamManager(scheduler.nc)).streams.info('SCHEDULER')).state.last_seq;
    const followers = [
      follow({ from: 'new' }),
      follow({ from: { after: sequence - 1 } }),
      follow({ from: { since: new Date(Date.now() - 60_000).toISOString() } }),
    ];
    await untilFollowing(3);
    const fresh = await publish(1);
    const expected = [fresh, [...old.slice(1), ...fresh], [...old, ...fresh]];
    for (const [index, follower] of followers.entries()) {
      await eventually(() => assert.deepEqual(follower.numbers, expected[index]));
      assert.equal(follower.sequences.at(-1), sequence + 1);
      await follower.stop();
    }
    await untilFollowing(0);
  });

  it('reports when it has delivered all that there was', async () => {
    const [last = 0] = (await publish(1, 2, 3)).slice(-1);
    const seen: (number | undefined)[] = [];
    const all = follow({ from: { after: 0 }, batchSize: 2, onCaughtUp: () => seen.push(all.numbers.at(-1)) });
    await eventually(() => assert.deepEqual(seen, [last]));
    const none = follow({ from: 'new', onCaughtUp: () => seen.push(none.numbers.at(-1)) });
    await eventually(() => assert.deepEqual(seen, [last, undefined]));
    await publish(1);
    await eventually(() => assert.equal(none.numbers.length, 1));
    assert.equal(seen.length, 2);
    await Promise.all([all.stop(), none.stop()]);
    await untilFollowing(0);
  });

  it('takes one subject or several', async () => {
    const subjectsOf = (job: number) => `berth.evt.scheduler.*.job.${anId(job)}.>`;
    const one = follow({ from: 'new', filterSubjects: [subjectsOf(1)] });
    const two = follow({ from: 'new', filterSubjects: [subjectsOf(1), subjectsOf(3)] });
    await untilFollowing(2);
    const [first = 0, , third = 0, last = 0] = await publish(1, 2, 3, 1);
    await eventually(() => assert.deepEqual(one.numbers, [first, last]));
    await eventually(() => assert.deepEqual(two.numbers, [first, third, last]));
    await Promise.all([one.stop(), two.stop()]);
  });

  it('skips what is no event, and reports it', async () => {
    const follower = follow({ from: 'new' });
    await untilFollowing(1);
    await jetstream(scheduler.nc).publish(
      subjects.event('scheduler', undefined, 'x', 'y', 'z.v1'),
      'nonsense',
    );
    const after = await publish(1);
    await eventually(() => assert.deepEqual(follower.numbers, after));
    assert.match(String(follower.errors[0]), /not an event: not JSON/);
    await follower.stop();
  });

  it('misses nothing and doubles nothing when nats-server is killed', async () => {
    const follower = follow({ from: 'new' });
    await untilFollowing(1);
    const expected = await publish(1, 2);
    await eventually(() => assert.deepEqual(follower.numbers, expected));
    await nats.kill();
    await nats.restart();
    await eventually(() => assert.equal(scheduler.connected, true));
    expected.push(...(await publish(3, 1)));
    await eventually(() => assert.deepEqual(follower.numbers, expected), { timeoutMs: 10_000 });
    await follower.stop();
  });

  it('does not push a slow reader, who gets everything in the end', async () => {
    const controller = new AbortController();
    const options = { bus: gateway, service: 'scheduler', onError: () => undefined } as const;
    const events = followEvents({ ...options, from: 'new', batchSize: 32, signal: controller.signal });
    const first = events.next();
    await untilFollowing(1);
    const expected = await publish(1);
    const got = ((await first).value ?? []).map(({ event }) => event.data['number']);

    const received = gateway.nc.stats().inMsgs;
    expected.push(...(await publish(...Array<number>(2_000).fill(2))));
    await gateway.nc.flush();
    const ahead = gateway.nc.stats().inMsgs - received;
    assert.ok(ahead <= 64, `${ahead} messages wait in memory`);

    while (got.length < expected.length) {
      const { value } = await events.next();
      got.push(...(value ?? []).map(({ event }) => event.data['number']));
    }
    assert.deepEqual(got, expected);
    controller.abort();
    assert.equal((await events.next()).done, true);
  });
});

describe('a subject filter', () => {
  for (const [filter, subject, expected] of [
    ['a.b', 'a.b', true],
    ['a.b', 'a.c', false],
    ['a.b', 'a', false],
    ['a.b', 'a.b.c', false],
    ['a.*', 'a.b', true],
    ['a.*', 'a', false],
    ['a.*.c', 'a.b.c', true],
    ['*.*', 'a.b.c', false],
    ['a.>', 'a.b.c', true],
    ['a.>', 'a', false],
    ['>', 'a', true],
  ] as const) {
    it(`${filter} ${expected ? 'takes' : 'leaves'} ${subject}`, () => {
      assert.equal(subjectMatches(filter, subject), expected);
    });
  }
});
