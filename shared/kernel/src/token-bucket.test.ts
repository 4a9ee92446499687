import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { TokenBucket, TokenBuckets } from './token-bucket.js';

describe('a token bucket', () => {
  it('lets its capacity through at once, then as fast as it fills, and says for how long to wait', () => {
    let now = 0;
    const bucket = new TokenBucket({ capacity: 2, perSecond: 0.5 }, () => now);
    assert.deepEqual([bucket.take(), bucket.take(), bucket.take()], [undefined, undefined, 2]);
    now += 1000;
    assert.equal(bucket.take(), 1);
    now += 1000;
    assert.equal(bucket.take(), undefined);
  });

  it('holds no more than its capacity, however long the pause', () => {
    let now = 0;
    const bucket = new TokenBucket({ capacity: 2, perSecond: 1 }, () => now);
    now += 3_600_000;
    assert.deepEqual([bucket.take(), bucket.take(), bucket.take()], [undefined, undefined, 1]);
  });

  it('lets more than its capacity through when it is full, and pays the debt first', () => {
    let now = 0;
    const bucket = new TokenBucket({ capacity: 10, perSecond: 1 }, () => now);
    assert.equal(bucket.take(30), undefined);
    now += 20_000;
    assert.equal(bucket.take(), 1);
    now += 1000;
    assert.equal(bucket.take(), undefined);
  });
});

describe('token buckets by key', () => {
  it('are independent of each other', () => {
    const buckets = new TokenBuckets({ capacity: 1, perSecond: 1 }, () => 0);
    assert.deepEqual([buckets.take('a'), buckets.take('a'), buckets.take('b')], [undefined, 1, undefined]);
  });

  it('remember the 20,000 keys that were used last, and forget older ones at last', () => {
    const buckets = new TokenBuckets({ capacity: 1, perSecond: 1 }, () => 0);
    buckets.take('first');
    for (let index = 1; index < 20_000; index += 1) buckets.take(String(index));
    assert.equal(buckets.take('first'), 1);
    for (let index = 0; index < 60_000; index += 1) buckets.take(`other ${index}`);
    assert.equal(buckets.take('first'), undefined);
  });
});
