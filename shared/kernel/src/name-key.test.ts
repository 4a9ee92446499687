import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { nameKey } from './name-key.js';

describe('names that people would take for one another', () => {
  for (const [what, name] of [
    ['another case', 'Admin'],
    ['another width', 'ａｄｍｉｎ'],
    ['spaces around it', ' admin '],
    ['a Cyrillic a', '\u0430dmin'],
    ['Cyrillic letters only where they look alike', '\u0430dm\u0456n'],
    ['a dotless i', 'adm\u0131n'],
    ['something that is not seen', 'ad\u200bmin'],
    ['a mark of direction', 'admin\u200f'],
  ] as const) {
    it(`have one key: with ${what}`, () => assert.equal(nameKey(name), 'admin'));
  }

  it('have keys of their own where they have letters of their own', () => {
    assert.equal(nameKey('Жанна'), 'жанна');
    assert.notEqual(nameKey('زهرا'), nameKey('زهره'));
    assert.equal(nameKey('Lab  Nord'), 'lab nord');
    assert.equal(nameKey('张伟'), '张伟');
  });
});
