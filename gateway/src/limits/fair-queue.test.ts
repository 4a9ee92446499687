import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { FairQueue, type Release } from './fair-queue.js';

/** Runs at once what may, and says in which order the rest came to run. */
function aHouse(limits: { perCaller: number; total: number; waiting: number }) {
  const turns = new FairQueue(limits);
  const ran: string[] = [];
  const open: Release[] = [];
  const ask = async (caller: string): Promise<void> => {
    const turn = await turns.take(caller);
    if (!turn.ok) return void ran.push(`${caller} refused`);
    ran.push(caller);
    open.push(turn.value);
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const endOne = async (): Promise<void> => {
    open.shift()?.();
    await settled();
  };
  return { turns, ran, ask, endOne, settled, open };
}

describe('turns of callers', () => {
  it('give one caller no more than its share, however many it sends', async () => {
    const { ran, ask, settled, endOne, turns } = aHouse({ perCaller: 2, total: 100, waiting: 1000 });
    const all = Array.from({ length: 600 }, () => ask('eve'));
    await settled();
    assert.equal(ran.length, 2);
    await ask('ada');
    assert.deepEqual(ran, ['eve', 'eve', 'ada']);
    while (turns.running > 0) await endOne();
    await Promise.all(all);
    assert.equal(ran.length, 601);
  });

  it('are given to callers in turn if there is no capacity for all', async () => {
    const { ran, ask, settled, endOne } = aHouse({ perCaller: 2, total: 2, waiting: 10 });
    for (const caller of ['eve', 'eve', 'eve', 'eve', 'eve', 'ada', 'bob']) void ask(caller);
    await settled();
    for (let ends = 0; ends < 4; ends += 1) await endOne();
    assert.deepEqual(ran.slice(2).toSorted(), ['ada', 'bob', 'eve', 'eve']);
    assert.notDeepEqual(ran.slice(2, 4), ['eve', 'eve']);
  });

  it('are refused to a caller whose queue is full, and to no other', async () => {
    const { ran, ask, settled } = aHouse({ perCaller: 1, total: 10, waiting: 1 });
    for (const caller of ['eve', 'eve', 'eve', 'ada']) void ask(caller);
    await settled();
    assert.deepEqual(ran.toSorted(), ['ada', 'eve', 'eve refused']);
  });

  it('leave nothing behind, and end once however often they are ended', async () => {
    const { ask, open, turns, settled } = aHouse({ perCaller: 1, total: 1, waiting: 10 });
    const asked = [ask('eve'), ask('eve'), ask('ada')];
    await settled();
    while (open.length > 0) {
      const turn = open.shift();
      turn?.();
      turn?.();
      await settled();
    }
    await Promise.all(asked);
    assert.equal(turns.running, 0);
  });
});
