import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { KeyedSerialQueue, SerialQueue } from './serial-queue.js';

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Tasks that say when they begin and end. */
function recorder() {
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} begins`);
    await nextTurn();
    log.push(`${name} ends`);
    return name;
  };
  return { log, task };
}

describe('a serial queue', () => {
  it('runs one task after the other, in order, and gives each its result', async () => {
    const { log, task } = recorder();
    const queue = new SerialQueue();
    assert.deepEqual(await Promise.all(['a', 'b'].map((name) => queue.run(task(name)))), ['a', 'b']);
    assert.deepEqual(log, ['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('goes on after a task that failed, which fails for its caller only', async () => {
    const { task } = recorder();
    const queue = new SerialQueue();
    const failed = queue.run(() => Promise.reject(new Error('no')));
    const after = queue.run(task('after'));
    await assert.rejects(failed, /no/);
    assert.equal(await after, 'after');
  });
});

describe('a serial queue by key', () => {
  it('keeps the order of one key, and runs different keys concurrently', async () => {
    const { log, task } = recorder();
    const queue = new KeyedSerialQueue();
    await Promise.all([queue.run('x', task('x1')), queue.run('x', task('x2')), queue.run('y', task('y1'))]);
    assert.ok(log.indexOf('y1 begins') < log.indexOf('x1 ends'), log.join());
    assert.ok(log.indexOf('x1 ends') < log.indexOf('x2 begins'), log.join());
  });

  it('goes on after a task that failed', async () => {
    const { task } = recorder();
    const queue = new KeyedSerialQueue();
    const failed = queue.run('x', () => Promise.reject(new Error('no')));
    const after = queue.run('x', task('after'));
    await assert.rejects(failed, /no/);
    assert.equal(await after, 'after');
  });

  it('is idle when all tasks have ended, those that were added meanwhile too', async () => {
    const { log, task } = recorder();
    const queue = new KeyedSerialQueue();
    await queue.idle();
    void queue.run('x', async () => {
      await nextTurn();
      void queue.run('y', task('y'));
    });
    await queue.idle();
    assert.deepEqual(log, ['y begins', 'y ends']);
  });
});
