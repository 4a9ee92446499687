import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { BucketMap } from './bucket-map.js';

const key = fc.constantFrom('a', 'b', 'GPU-1', 'GPU-2', 'cpu:01', '', 'a longer key than eight');
const step = fc.record({ key, value: fc.option(fc.nat()) });

describe('a map that is never changed', () => {
  it('holds what a plain map would, and leaves the older ones as they were', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const plain = new Map<string, number>();
        const versions: { map: BucketMap<number>; expected: [string, number][] }[] = [];
        let map = BucketMap.empty<number>();
        for (const { key: name, value } of steps) {
          map = value === null ? map.delete(name) : map.set(name, value);
          if (value === null) plain.delete(name);
          else plain.set(name, value);
          versions.push({ map, expected: [...plain] });
        }
        for (const { map: version, expected } of versions) {
          assert.deepEqual([...version.entries()].sort(), [...expected].sort());
          assert.deepEqual([...version.values()].sort(), expected.map(([, value]) => value).sort());
          assert.equal(version.size, expected.length);
          for (const [name, value] of expected) assert.equal(version.get(name), value);
        }
      }),
    );
  });

  it('says what it does not have', () => {
    const map = BucketMap.empty<number>().set('a', 1);
    assert.deepEqual([map.has('a'), map.has('b'), map.get('b')], [true, false, undefined]);
  });
});
