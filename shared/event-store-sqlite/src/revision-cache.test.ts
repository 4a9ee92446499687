import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RevisionCache } from './revision-cache.js';

it('keeps the streams used last, within its bound', () => {
  const cache = new RevisionCache(2);
  cache.set('a', 1);
  cache.set('b', 2);
  assert.equal(cache.get('a'), 1);
  cache.set('c', 3);
  assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c')], [1, undefined, 3]);
  cache.set('a', 7);
  cache.set('d', 4);
  assert.deepEqual([cache.get('a'), cache.get('c'), cache.get('d')], [7, undefined, 4]);
  cache.clear();
  assert.equal(cache.get('a'), undefined);
});
