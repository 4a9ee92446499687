import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { ReadOptions } from '../event-store.js';
import { newEvents } from './builders.js';
import type { WithStore } from './harness.js';

const cases: readonly (readonly [ReadOptions | undefined, readonly number[]])[] = [
  [undefined, [0, 1, 2, 3, 4]],
  [{}, [0, 1, 2, 3, 4]],
  [{ direction: 'forwards' }, [0, 1, 2, 3, 4]],
  [{ from: 0 }, [0, 1, 2, 3, 4]],
  [{ from: 3 }, [3, 4]],
  [{ from: 5 }, []],
  [{ limit: 2 }, [0, 1]],
  [{ limit: 0 }, []],
  [{ limit: 100 }, [0, 1, 2, 3, 4]],
  [{ from: 1, limit: 2 }, [1, 2]],
  [{ direction: 'backwards' }, [4, 3, 2, 1, 0]],
  [{ direction: 'backwards', limit: 1 }, [4]],
  [{ direction: 'backwards', limit: 0 }, []],
  [{ direction: 'backwards', from: 2 }, [2, 1, 0]],
  [{ direction: 'backwards', from: 3, limit: 2 }, [3, 2]],
  [{ direction: 'backwards', from: 0 }, [0]],
  [{ direction: 'backwards', from: 50, limit: 2 }, [4, 3]],
];

export function readContract(withStore: WithStore): void {
  describe('read', () => {
    it(
      'gives nothing where there is no stream, and takes a name as a whole',
      withStore(async ({ store }) => {
        await store.append('job:10', newEvents(1), 'noStream');
        for (const stream of ['job:1', 'job:', 'job:100', 'JOB:10', 'job:%', '']) {
          assert.deepEqual(await store.read(stream), [], stream);
          assert.deepEqual(await store.read(stream, { direction: 'backwards' }), [], stream);
        }
      }),
    );

    it(
      'applies from, direction and limit together',
      withStore(async ({ store }) => {
        await store.append('other:1', newEvents(2), 'noStream');
        await store.append('job:1', newEvents(2), 'noStream');
        await store.append('other:1', newEvents(2), 1);
        await store.append('job:1', newEvents(3), 1);
        for (const [options, expected] of cases) {
          const events = await store.read('job:1', options);
          assert.deepEqual(
            events.map((event) => event.revision),
            expected,
            JSON.stringify(options),
          );
          assert.ok(events.every((event) => event.stream === 'job:1'));
        }
      }),
    );

    it(
      'gives a stream of thousands whole',
      withStore(async ({ store }) => {
        for (let batch = 0; batch < 3; batch += 1) {
          await store.append('job:1', newEvents(700), batch * 700 - 1);
        }
        const events = await store.read('job:1');
        assert.equal(events.length, 2100);
        assert.ok(
          events.every((event, index) => event.revision === index && event.data['index'] === index % 700),
        );
        assert.equal(
          (await store.read('job:1', { direction: 'backwards', from: 1999, limit: 1500 })).at(-1)?.revision,
          500,
        );
      }),
    );

    it(
      'refuses a start or limit that cannot be',
      withStore(async ({ store }) => {
        for (const options of [{ from: -1 }, { from: 0.5 }, { limit: -1 }, { limit: Number.NaN }]) {
          await assert.rejects(store.read('job:1', options), RangeError, JSON.stringify(options));
        }
      }),
    );
  });
}
