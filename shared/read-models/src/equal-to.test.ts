import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { equalTo } from './equal-to.js';

describe('conditions of equality', () => {
  it('asks for each value that is given, null too', () => {
    assert.deepEqual(equalTo({ userId: 'ada', poolId: null, running: false }), {
      userId: { eq: 'ada' },
      poolId: { eq: null },
      running: { eq: false },
    });
  });

  it('does not ask for what is undefined', () => {
    assert.deepEqual(Object.keys(equalTo({ userId: undefined, poolId: 'a' })), ['poolId']);
  });
});
