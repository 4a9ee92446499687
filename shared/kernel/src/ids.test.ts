import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { encodeId, idFromName, isId, newId, uuidFromName } from './ids.js';

describe('an id', () => {
  it('writes 128 bits as 26 characters of Crockford base 32, the highest first', () => {
    assert.equal(encodeId(Buffer.alloc(16, 255)), '7ZZZZZZZZZZZZZZZZZZZZZZZZZ');
    assert.equal(encodeId(Buffer.alloc(16)), '00000000000000000000000000');
    assert.equal(
      encodeId(Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')),
      '00041061050R3GG28A1C60T3GF',
    );
  });

  it('is never the same twice', () => {
    const ids = Array.from({ length: 2_000 }, newId);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every(isId));
  });
});

describe('what a name gives', () => {
  it('stays as it was when the first events were recorded', () => {
    assert.equal(idFromName('job', 'a', 'b'), '5WF2EDZK005AP08K1B8A85S0W6');
    assert.equal(idFromName('x'.repeat(300)), '25E2FGSMMWE6QA9XG60143G9ZJ');
    assert.equal(uuidFromName('event', 'a', 'ü', '0'), '77b9cb7e-8718-50c1-9f6a-84827cb385e5');
    assert.equal(uuidFromName(''), 'cc3b36a3-7545-5c4a-81a9-5a24611c4e20');
  });

  it('tells parts apart, wherever they are cut', () => {
    assert.notEqual(idFromName('ab', 'c'), idFromName('a', 'bc'));
    assert.notEqual(uuidFromName('ab', 'c'), uuidFromName('a', 'bc'));
  });
});
