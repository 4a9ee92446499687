import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { NOON } from '../testing/chunks.js';
import { advance } from './progress.js';

const LATER = '2026-03-01T12:00:05.000Z';

describe('progress', () => {
  it('keeps what a later line does not say', () => {
    const first = advance(undefined, 1, NOON, [
      { stage: 'train', epoch: 1, latestMetrics: { loss: 1, acc: 0.5 } },
    ]);
    const second = advance(first, 1, LATER, [
      { message: 'saved' },
      { epoch: 2, latestMetrics: { loss: 0.5 } },
    ]);
    assert.deepEqual(second, {
      run: 1,
      stage: 'train',
      epoch: 2,
      message: 'saved',
      latestMetrics: { loss: 0.5, acc: 0.5 },
      updatedAt: LATER,
    });
  });

  it('shows what is not finite as that, and nothing for what has no value any more', () => {
    const first = advance(undefined, 1, NOON, [{ epoch: 1, latestMetrics: { loss: 1, acc: 0.5 } }]);
    const second = advance(first, 1, LATER, [{ epoch: 2, latestMetrics: { loss: 'NaN' }, without: ['acc'] }]);
    assert.deepEqual([second?.epoch, second?.latestMetrics], [2, { loss: 'NaN' }]);
  });

  it('begins afresh with a new run, and does not listen to an old one', () => {
    const first = advance(undefined, 1, NOON, [{ epoch: 9, latestMetrics: { loss: 1 } }]);
    const second = advance(first, 2, LATER, [{ stage: 'prepare' }]);
    assert.deepEqual(second, { run: 2, stage: 'prepare', latestMetrics: {}, updatedAt: LATER });
    assert.equal(advance(second, 1, LATER, [{ epoch: 10 }]), second);
  });

  it('does not change by a chunk that says nothing', () => {
    assert.equal(advance(undefined, 1, NOON, []), undefined);
  });

  it('is bounded, whatever a job prints', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m${index}`, index]));
    const after = advance(undefined, 1, NOON, [{ message: 'x'.repeat(10_000), latestMetrics: many }]);
    assert.equal(after?.message?.length, 500);
    assert.equal(Object.keys(after?.latestMetrics ?? {}).length, 200);
    assert.equal(after?.omittedMetrics, 100);
    const next = advance(after, 1, NOON, [{ latestMetrics: { m299: 1 }, omitted: 7 }, { message: 'saved' }]);
    assert.equal(next?.omittedMetrics, 7);
    assert.equal('omittedMetrics' in (advance(next, 1, NOON, [{ omitted: 0 }]) ?? {}), false);
  });
});
