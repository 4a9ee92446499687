import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { poller } from './poller.js';

it('goes on after a failure, which it says, until it is told to stop', async () => {
  const said: unknown[] = [];
  const stop = new AbortController();
  let times = 0;
  const task = async (): Promise<void> => {
    times += 1;
    if (times === 1) throw new Error('the disk is full');
    if (times === 3) stop.abort();
  };
  const log = { error: (what: unknown) => said.push(what) } as never;
  await poller(task, { name: 'a look', everyMs: 1, log }).start(stop.signal);
  assert.equal(times, 3);
  assert.deepEqual(
    said.map((each) => [(each as { task: string }).task, (each as { err: Error }).err.message]),
    [['a look', 'the disk is full']],
  );
}, 10_000);
