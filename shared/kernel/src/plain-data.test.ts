import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { findUnfit } from './plain-data.js';

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
};

describe('an input', () => {
  it('is fit with any whole characters, at a sensible depth', () => {
    assert.equal(findUnfit({ a: ['x\n', '😀', { ü: null }], n: 1, b: true, none: undefined }), undefined);
    assert.equal(findUnfit(nested(32)), undefined);
  });

  it('is unfit where a text is cut within a character, and the place is named', () => {
    assert.equal(findUnfit({ command: ['a', '\ud83d'] })?.path, 'command.1');
    assert.match(findUnfit({ env: { ['\udc00']: 'x' } })?.message ?? '', /a name that must be text/);
  });

  it('is unfit with U+0000, unless that is allowed', () => {
    assert.equal(findUnfit({ env: { A: 'x\0y' } })?.path, 'env.A');
    assert.equal(findUnfit({ text: 'x\0y' }, { nul: true }), undefined);
  });

  it('is unfit where it is nested without end, and is not walked to that end', () => {
    assert.equal(findUnfit({ labels: nested(3_000) })?.path, 'labels.a.a.a');
    assert.match(findUnfit(nested(200_000))?.message ?? '', /32 deep/);
  });
});
