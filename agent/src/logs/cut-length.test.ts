import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { cutLength } from './cut-length.js';

const cut = (text: string, options: { full?: boolean; lineTimedOut?: boolean } = {}) =>
  cutLength(Buffer.from(text), { full: false, lineTimedOut: false, ...options });

describe('cutLength', () => {
  it('cuts after the last whole line', () => assert.equal(cut('one\ntwo\nthr'), 8));
  it('waits for the end of a line', () => assert.equal(cut('thr'), 0));
  it('cuts a line that is longer than a chunk', () => assert.equal(cut('long', { full: true }), 4));
  it('waits a limited time', () => assert.equal(cut('50%\r', { lineTimedOut: true }), 4));
  it('sends bytes that are no UTF-8', () =>
    assert.equal(cutLength(new Uint8Array([0xe2, 0x82]), { full: false, lineTimedOut: true }), 2));

  it('never cuts a character in half', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(), (text, at) => {
        const bytes = Buffer.from(text.toWellFormed());
        const available = bytes.subarray(0, 1 + (at % bytes.length));
        const length = cutLength(available, { full: true, lineTimedOut: false });
        assert.ok(length > 0 && length <= available.length);
        if (length < available.length || isWhole(available))
          assert.ok(isWhole(available.subarray(0, length)));
      }),
    );
  });
});

const isWhole = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};
