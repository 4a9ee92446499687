import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { distributionOf, jainsIndex } from './distribution.js';

describe('figures of a report', () => {
  it('have percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.deepEqual(distributionOf(hundred), {
      count: 100,
      mean: 50.5,
      p50: 50,
      p95: 95,
      p99: 99,
      max: 100,
    });
    assert.deepEqual(distributionOf([7]), { count: 1, mean: 7, p50: 7, p95: 7, p99: 7, max: 7 });
    assert.equal(distributionOf([]).count, 0);
  });
  it("have Jain's index from 1/n, all for one, to 1, alike for all", () => {
    assert.equal(jainsIndex([3, 3, 3, 3]), 1);
    assert.equal(jainsIndex([1, 0, 0, 0]), 0.25);
    assert.equal(jainsIndex([1, 1, 0, 0]), 0.5);
    assert.equal(jainsIndex([]), 1);
  });
});
