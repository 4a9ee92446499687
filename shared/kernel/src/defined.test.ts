import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { defined } from './defined.js';
import { hashJson } from './json.js';

describe('an object without its undefined members', () => {
  it('has no key of what is undefined, and keeps null, false, zero and the empty text', () => {
    const kept = { none: null, no: false, zero: 0, empty: '' };
    const copy: object = defined({ gone: undefined, ...kept });
    assert.deepEqual(copy, kept);
    assert.equal('gone' in copy, false);
  });

  it('overrides nothing where it is spread', () => {
    const reason: string | undefined = undefined;
    assert.deepEqual({ reason: 'before', ...defined({ reason }) }, { reason: 'before' });
  });

  it('goes one level deep', () => {
    assert.deepEqual(Object.keys(defined({ inner: { gone: undefined } }).inner), ['gone']);
  });

  it('keeps the order of members, leaves its argument alone, and changes no hash', () => {
    const members = fc.dictionary(fc.string(), fc.option(fc.jsonValue(), { nil: undefined }));
    fc.assert(
      fc.property(members, (object) => {
        const before = Object.keys(object);
        const copy = defined(object);
        assert.deepEqual(
          Object.keys(copy),
          before.filter((key) => object[key] !== undefined),
        );
        assert.deepEqual(Object.keys(object), before);
        assert.equal(hashJson(copy), hashJson(object));
      }),
    );
  });
});
