import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { Semaphore } from './semaphore.js';

describe('a semaphore', () => {
  it('runs so many at once, the others in order, and does not take more than may wait', async () => {
    const semaphore = new Semaphore(2, 3);
    let running = 0;
    let highest = 0;
    const order: number[] = [];
    const task = (n: number) => async () => {
      running += 1;
      highest = Math.max(highest, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      order.push(n);
    };
    const outcomes = [1, 2, 3, 4, 5, 6].map((n) => semaphore.tryRun(task(n)));
    assert.deepEqual([semaphore.running, semaphore.waiting], [2, 3]);
    assert.equal(outcomes[5], undefined);
    for (const outcome of outcomes) await outcome;
    assert.equal(highest, 2);
    assert.deepEqual(order, [1, 2, 3, 4, 5]);
    await semaphore.tryRun(task(7));
    assert.equal(order.at(-1), 7);
  });

  it('starts a task at once where there is room', () => {
    let started = false;
    void new Semaphore(1, 0).tryRun(async () => {
      started = true;
    });
    assert.equal(started, true);
  });

  it('goes on after a task that failed', async () => {
    const semaphore = new Semaphore(1, 1);
    const failed = semaphore.tryRun(() => Promise.reject(new Error('failed')));
    const after = semaphore.tryRun(() => Promise.resolve('done'));
    await assert.rejects(failed ?? Promise.resolve(), /failed/);
    assert.equal(await after, 'done');
  });

  it('is idle when nothing runs or waits', async () => {
    const semaphore = new Semaphore(1, 1);
    await semaphore.idle();
    const ended: number[] = [];
    for (const n of [1, 2]) {
      void semaphore.tryRun(async () => {
        await new Promise((resolve) => setImmediate(resolve));
        ended.push(n);
      });
    }
    await semaphore.idle();
    assert.deepEqual(ended, [1, 2]);
    assert.equal(semaphore.running, 0);
  });
});
