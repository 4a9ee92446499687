import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { LruCache } from './lru-cache.js';

describe('a cache of what was used lately', () => {
  it('holds no more than its capacity, and what was used last', () => {
    const cache = new LruCache<number>(10);
    for (let key = 0; key < 100; key += 1) {
      cache.set(String(key), key);
      cache.get('0');
    }
    const held = Array.from({ length: 100 }, (_, key) => key).filter((key) => cache.has(String(key)));
    assert.ok(held.length >= 5 && held.length <= 10, `${held.length} entries`);
    assert.deepEqual(held.slice(-4), [96, 97, 98, 99]);
    assert.equal(cache.get('0'), 0);
  });

  it('gives the value that was set last, in whichever generation it is', () => {
    const cache = new LruCache<string>(4);
    cache.set('a', 'old');
    cache.set('b', 'b');
    cache.set('c', 'c');
    cache.set('a', 'new');
    cache.set('d', 'd');
    assert.equal(cache.get('a'), 'new');
  });

  it('has forgotten what was deleted', () => {
    const cache = new LruCache<string>(4);
    for (const key of ['a', 'b', 'c', 'd']) cache.set(key, key);
    for (const key of ['a', 'b', 'c', 'd']) cache.delete(key);
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].filter((key) => cache.has(key)),
      [],
    );
    assert.equal(cache.get('a'), undefined);
  });

  it('has nothing once it is cleared', () => {
    const cache = new LruCache<number>(4);
    for (const key of ['a', 'b', 'c']) cache.set(key, 1);
    cache.clear();
    assert.deepEqual(
      ['a', 'b', 'c'].filter((key) => cache.has(key)),
      [],
    );
  });
});
