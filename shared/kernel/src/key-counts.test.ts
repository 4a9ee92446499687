import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { KeyCounts } from './key-counts.js';

it('counts by key, never below 0, and keeps nothing of keys that are at 0', () => {
  const counts = new KeyCounts();
  counts.add('a');
  counts.add('a');
  counts.add('b');
  assert.deepEqual([counts.of('a'), counts.of('b'), counts.of('c'), counts.size], [2, 1, 0, 2]);
  counts.remove('a');
  counts.remove('b');
  counts.remove('b');
  counts.remove('c');
  assert.deepEqual([counts.of('a'), counts.of('b'), counts.of('c'), counts.size], [1, 0, 0, 1]);
});
