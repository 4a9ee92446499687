import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import { DirtyPools } from './dirty-pools.js';

const ALL = ['a', 'b', 'c'];
const somePools = () => new DirtyPools(() => ALL);
const ever = new AbortController().signal;

/** Whether a promise has resolved by the next turn of the event loop, and to what. */
async function outcomeOf<T>(promise: Promise<T>): Promise<T | 'pending'> {
  return Promise.race([promise, nextTurn('pending' as const)]);
}

describe('pools marked for a pass', () => {
  it('are waited for, and taken once each, in the order of their first marks', async () => {
    const pools = somePools();
    const next = pools.next(ever);
    assert.equal(await outcomeOf(next), 'pending');
    for (const poolId of ['b', 'a', 'b']) pools.mark(poolId);
    assert.equal(await next, true);
    assert.deepEqual([...pools.take()], ['b', 'a']);
    assert.equal(await outcomeOf(pools.next(ever)), 'pending');
  });

  it('are not waited for where one is marked already', async () => {
    const pools = somePools();
    pools.mark('a');
    assert.equal(await outcomeOf(pools.next(ever)), true);
    assert.equal(await outcomeOf(pools.next(ever)), true, 'waiting takes nothing');
    assert.deepEqual([...pools.take()], ['a']);
  });

  it('are all of those that have jobs, where it may be any', async () => {
    const pools = somePools();
    pools.mark('b');
    pools.markAll();
    assert.deepEqual([...pools.take()], ['b', 'a', 'c']);
  });

  it('are taken again where the mark came while the pass ran', async () => {
    const pools = somePools();
    pools.mark('a');
    for (const poolId of pools.take()) pools.mark(poolId);
    assert.equal(await outcomeOf(pools.next(ever)), true);
    assert.deepEqual([...pools.take()], ['a']);
  });

  it('are taken once where the mark came before the pass began, while that of another pool ran', () => {
    const pools = somePools();
    pools.markAll();
    const passes: string[] = [];
    for (const poolId of pools.take()) {
      passes.push(poolId);
      if (poolId === 'a') pools.mark('c');
    }
    assert.deepEqual([passes, [...pools.take()]], [ALL, []]);
  });

  it('keep their marks where the round ends early', async () => {
    const pools = somePools();
    pools.markAll();
    for (const poolId of pools.take()) if (poolId === 'b') break;
    assert.equal(await outcomeOf(pools.next(ever)), true);
    assert.deepEqual([...pools.take()], ['c']);
  });

  it('are waited for no more once it is stopped', async () => {
    const pools = somePools();
    const stop = new AbortController();
    const next = pools.next(stop.signal);
    assert.equal(await outcomeOf(next), 'pending');
    stop.abort();
    assert.equal(await next, false);
    pools.mark('a');
    assert.equal(await pools.next(stop.signal), false);
  });

  it('reach a consumer that marks and waits at any time: none is lost', async () => {
    const pools = new DirtyPools(() => []);
    const stop = new AbortController();
    const passes = new Map<string, number>();
    const seen = new Map<string, number>();
    const consumer = (async () => {
      while (await pools.next(stop.signal)) {
        for (const poolId of pools.take()) {
          // a pass sees what was so when it began
          const at = passes.get(poolId) ?? 0;
          await nextTurn();
          seen.set(poolId, at);
        }
      }
    })();
    for (let change = 1; change <= 500; change += 1) {
      const poolId = ALL[change % 3] ?? '';
      passes.set(poolId, change);
      pools.mark(poolId);
      if (change % 7 === 0) await nextTurn();
    }
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    stop.abort();
    await consumer;
    assert.deepEqual(seen, passes);
  });
});
