import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { findInvalidValue } from './invalid-values.js';

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
};

describe('an input', () => {
  it('is valid with any whole characters, at a sensible depth', () => {
    assert.equal(
      findInvalidValue({ a: ['x\n', '😀', { ü: null }], n: 1, b: true, none: undefined }),
      undefined,
    );
    assert.equal(findInvalidValue(nested(32)), undefined);
  });

  it('is invalid where a text is cut within a character, and the path is named', () => {
    assert.equal(findInvalidValue({ command: ['a', '\ud83d'] })?.path, 'command.1');
    assert.match(
      findInvalidValue({ env: { ['\udc00']: 'x' } })?.message ?? '',
      /a property name that must be well-formed text/,
    );
  });

  it('is unfit with U+0000, unless that is allowed', () => {
    assert.equal(findInvalidValue({ env: { A: 'x\0y' } })?.path, 'env.A');
    assert.equal(findInvalidValue({ text: 'x\0y' }, { nul: true }), undefined);
  });

  it('is unfit where it is nested without end, and is not walked to that end', () => {
    assert.equal(findInvalidValue({ labels: nested(3_000) })?.path, 'labels.a.a.a');
    assert.match(findInvalidValue(nested(200_000))?.message ?? '', /32 levels deep/);
  });
});
