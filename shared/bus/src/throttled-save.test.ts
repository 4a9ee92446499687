import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@berth/testing/eventually';
import { ThrottledSave } from './throttled-save.js';

describe('what is saved after a while', () => {
  it('is the newest, once, though nothing more comes', async () => {
    const saved: number[] = [];
    const throttledSave = new ThrottledSave(30);
    for (const place of [1, 2, 3]) throttledSave.put(async () => void saved.push(place));
    assert.deepEqual(saved, []);
    await eventually(() => assert.deepEqual(saved, [3]));
    await sleep(60);
    assert.deepEqual(saved, [3]);
  });

  it('is saved at the end', async () => {
    const saved: number[] = [];
    const throttledSave = new ThrottledSave(60_000);
    throttledSave.put(async () => void saved.push(1));
    await throttledSave.flush();
    await throttledSave.flush();
    assert.deepEqual(saved, [1]);
  });

  it('is saved with the next where it could not be, and throws nothing', async () => {
    const saved: number[] = [];
    const throttledSave = new ThrottledSave(60_000);
    let fails = true;
    throttledSave.put(async () => {
      if (fails) throw new Error('the disk is full');
      saved.push(1);
    });
    await throttledSave.flush();
    fails = false;
    await throttledSave.flush();
    assert.deepEqual(saved, [1]);
  });
});
