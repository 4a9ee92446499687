import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { RevisionCache } from './revision-cache.js';

it('keeps the streams used last, within its bound', () => {
  const cache = new RevisionCache(2);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.set('c', 3);
  assert.equal(cache.get('a'), 1);
  assert.equal(cache.get('c'), 3);
  cache.set('d', 4);
  assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c'), cache.get('d')], [1, undefined, 3, 4]);
});

it('gives the newest revision, whichever generation an older one is in', () => {
  const cache = new RevisionCache(2);
  cache.set('a', 1);
  cache.set('b', 1);
  cache.set('c', 1);
  cache.set('a', 2);
  assert.equal(cache.get('a'), 2);
  cache.set('d', 1);
  cache.set('e', 1);
  assert.equal(cache.get('a'), 2);
  cache.clear();
  assert.deepEqual([cache.get('a'), cache.get('e')], [undefined, undefined]);
});
