import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, hashJson } from './json.js';

describe('canonical JSON', () => {
  it('is what RFC 8785 asks for, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false, stringUnit: 'binary' }), (value) => {
        const text = outcome(() => canonicalJson(value));
        assert.deepEqual(
          text,
          outcome(() => canonicalize(value)),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives numbers, escapes and members as the examples of the RFC do', () => {
    const numbers = [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0];
    const string = '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/';
    assert.equal(
      canonicalJson({ numbers, string, literals: [null, true, false] }),
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
    const names = { '\u20ac': 5, '\r': 1, '\ufb33': 7, 1: 2, '\u{1f600}': 6, '\u0080': 3, '\u00f6': 4 };
    assert.deepEqual(canonicalJson(names).match(/\d(?=[,}])/g), ['1', '2', '3', '4', '5', '6', '7']);
  });

  it('orders names that look like numbers, and does not mistake a member for a prototype', () => {
    assert.equal(canonicalJson({ 2: 'b', 10: 'a', a: 1 }), '{"10":"a","2":"b","a":1}');
    assert.equal(canonicalJson(JSON.parse('{"b":1,"__proto__":{"c":2}}')), '{"__proto__":{"c":2},"b":1}');
  });

  it('leaves out what is undefined, and refuses what JSON cannot express', () => {
    assert.equal(canonicalJson({ b: 1, a: undefined, c: [undefined] }), '{"b":1,"c":[null]}');
    assert.equal(
      canonicalJson({ at: new Date(0), b: { toJSON: () => 'own' } }),
      '{"at":"1970-01-01T00:00:00.000Z","b":"own"}',
    );
    for (const value of [
      { a: Number.NaN },
      [Infinity],
      { a: '\ud800' },
      { '\udfff': 1 },
      undefined,
      { a: 1n },
    ]) {
      assert.throws(() => canonicalJson(value));
    }
    const circle: { self?: unknown } = {};
    circle.self = circle;
    assert.throws(() => canonicalJson(circle), /[Cc]ircular/);
    assert.equal(canonicalJson('\\ud800'), String.raw`"\\ud800"`);
  });

  it('stays right with more shapes than its cache holds', () => {
    for (let index = 0; index < 10_000; index += 1) {
      const name = `name ${index}`;
      assert.equal(
        canonicalJson({ [name]: 1, a: { b: index, [name]: 2 } }),
        `{"a":{"b":${index},"${name}":2},"${name}":1}`,
      );
    }
  });

  it('is what is hashed', () => {
    const expected = createHash('sha256').update('{"a":"ü","b":1}').digest('hex');
    assert.equal(hashJson({ b: 1, a: 'ü' }), expected);
  });
});

function outcome(act: () => string | undefined): string | undefined {
  try {
    return act();
  } catch {
    return 'refused';
  }
}
