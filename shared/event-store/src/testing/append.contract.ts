import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { isWrongExpectedRevision } from '../errors.js';
import type { ExpectedRevision } from '../event-store.js';
import { aNewEvent, newEvents } from './builders.js';
import { collectAll, type WithStore } from './harness.js';

const conflict = (expected: ExpectedRevision, actual: number) => (error: unknown) => {
  assert.ok(isWrongExpectedRevision(error), `not a conflict: ${String(error)}`);
  assert.deepEqual(
    { stream: error.stream, expected: error.expected, actual: error.actual },
    { stream: 'job:1', expected, actual },
  );
  return true;
};

export function appendContract(withStore: WithStore): void {
  describe('append', () => {
    it(
      'numbers a stream from 0 and gives the revision and position of the last event',
      withStore(async ({ store }) => {
        const first = await store.append('job:1', newEvents(3), 'noStream');
        const second = await store.append('job:1', newEvents(2), 2);
        const other = await store.append('job:2', newEvents(1), 'noStream');
        assert.deepEqual([first.revision, second.revision, other.revision], [2, 4, 0]);
        const events = await store.read('job:1');
        assert.deepEqual(
          events.map((event) => event.revision),
          [0, 1, 2, 3, 4],
        );
        assert.equal(events[2]?.position, first.position);
        assert.equal(events[4]?.position, second.position);
        assert.equal(await store.lastPosition(), other.position);
      }),
    );

    it(
      'keeps data and metadata as they were given, without members that are undefined',
      withStore(async ({ store }) => {
        const event = aNewEvent({
          type: 'scheduler.job.noted.v1',
          data: {
            text: 'Grüße, 世界 🚀 "\\\u0000\n',
            deep: [{ b: 1, a: [null, true, -0.5, 1e21] }],
            none: undefined,
          },
        });
        const metadata = { ...event.metadata, traceparent: '00-ab-cd-01', basis: { auth: '0012' } };
        await store.append('job:1', [{ ...event, metadata }], 'noStream');
        const [read] = await store.read('job:1');
        assert.ok(read);
        const { stream, revision, position, recordedAt, ...given } = read;
        assert.deepEqual(given, {
          ...event,
          data: { text: 'Grüße, 世界 🚀 "\\\u0000\n', deep: [{ b: 1, a: [null, true, -0.5, 1e21] }] },
          metadata,
        });
        assert.deepEqual([stream, revision], ['job:1', 0]);
        assert.match(position, /^\d{20}$/);
        assert.equal(new Date(recordedAt).toISOString(), recordedAt);
      }),
    );

    it(
      'is not changed by what the caller does to its objects afterwards',
      withStore(async ({ store }) => {
        const data: Record<string, string> = { name: 'before' };
        const events = [aNewEvent({ data })];
        const appended = store.append('job:1', events, 'noStream');
        data['name'] = 'after';
        events.push(aNewEvent());
        await appended;
        assert.deepEqual(
          (await store.read('job:1')).map((event) => event.data),
          [{ name: 'before' }],
        );
      }),
    );

    it(
      'refuses an append to a stream that is there, is not there, is behind or is ahead',
      withStore(async ({ store }) => {
        await assert.rejects(store.append('job:1', newEvents(1), 0), conflict(0, -1));
        await store.append('job:1', newEvents(3), 'noStream');
        await assert.rejects(store.append('job:1', newEvents(1), 'noStream'), conflict('noStream', 2));
        await assert.rejects(store.append('job:1', newEvents(1), 1), conflict(1, 2));
        await assert.rejects(store.append('job:1', newEvents(1), 3), conflict(3, 2));
        assert.equal((await collectAll(store)).length, 3);
      }),
    );

    it(
      'takes -1, the revision of a stream that has no event, for no stream',
      withStore(async ({ store }) => {
        assert.equal((await store.append('job:1', newEvents(1), -1)).revision, 0);
        await assert.rejects(store.append('job:1', newEvents(1), -1), conflict(-1, 0));
      }),
    );

    it(
      'refuses an append without events, without a stream, or with a revision that cannot be',
      withStore(async ({ store }) => {
        await assert.rejects(store.append('job:1', [], 'noStream'), RangeError);
        await assert.rejects(store.append('', newEvents(1), 'noStream'), RangeError);
        for (const revision of [-2, 0.5, Number.NaN]) {
          await assert.rejects(store.append('job:1', newEvents(1), revision), RangeError);
        }
        assert.deepEqual(await collectAll(store), []);
      }),
    );

    it(
      'records several events as one: all of them or none',
      withStore(async ({ store }) => {
        await store.append('job:1', newEvents(2), 'noStream');
        await assert.rejects(store.append('job:1', newEvents(5), 0), conflict(0, 1));
        const unstorable = aNewEvent({ data: { big: 1n as unknown as number } });
        await assert.rejects(store.append('job:1', [aNewEvent(), unstorable], 1));
        assert.equal((await collectAll(store)).length, 2);
        assert.equal((await store.append('job:1', newEvents(2), 1)).revision, 3);
      }),
    );
  });

  describe('append, repeated', () => {
    it(
      'succeeds without a second copy when the same ids come to the same place',
      withStore(async ({ store, reopen }) => {
        const single = newEvents(1);
        const several = newEvents(3);
        const first = await store.append('job:1', single, 'noStream');
        const second = await store.append('job:1', several, 0);
        await store.append('job:1', newEvents(1), 3);
        assert.deepEqual(await store.append('job:1', single, 'noStream'), first);
        assert.deepEqual(await store.append('job:1', several, 0), second);
        const again = await reopen();
        assert.deepEqual(await again.append('job:1', several, 0), second);
        assert.equal((await collectAll(again)).length, 5);
      }),
    );

    it(
      'is a conflict when only some of the events are there, or they are others, or elsewhere',
      withStore(async ({ store }) => {
        const [one, two, three] = newEvents(3) as [never, never, never];
        await store.append('job:1', [one, two], 'noStream');
        await assert.rejects(store.append('job:1', [one, two, three], 'noStream'), conflict('noStream', 1));
        await assert.rejects(store.append('job:1', [two, three], 0), conflict(0, 1));
        await assert.rejects(store.append('job:1', [two, one], 'noStream'), conflict('noStream', 1));
        await assert.rejects(store.append('job:1', [one], 0), conflict(0, 1));
        assert.equal((await store.append('job:2', [one], 'noStream')).revision, 0);
        assert.equal((await store.append('job:1', [one], 'noStream')).revision, 0);
        assert.equal((await collectAll(store)).length, 3);
      }),
    );

    it(
      'stores one copy when the same append is made many times at once',
      withStore(async ({ store }) => {
        const events = newEvents(2);
        const results = await Promise.all(
          Array.from({ length: 16 }, () => store.append('job:1', events, 'noStream')),
        );
        assert.equal(new Set(results.map((result) => JSON.stringify(result))).size, 1);
        assert.equal((await store.read('job:1')).length, 2);
      }),
    );
  });
}
