import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { formatMicros } from './money.js';

it('writes money for people, exactly', () => {
  assert.equal(formatMicros(0), '0.00');
  assert.equal(formatMicros(1_500_000), '1.50');
  assert.equal(formatMicros(12), '0.000012');
  assert.equal(formatMicros(1_230_400), '1.2304');
  assert.equal(formatMicros(100_000_000), '100.00');
});
