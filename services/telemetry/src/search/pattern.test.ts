import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_REGEX_CHARACTERS, patternOf, type Pattern, type PatternInput } from './pattern.js';

function pattern(input: Partial<PatternInput>): Pattern {
  const found = patternOf({ caseSensitive: true, ...input });
  assert.ok(found.ok, JSON.stringify(found));
  return found.value;
}

describe('a text', () => {
  it('is found as it is, with or without regard to case', () => {
    const cases: readonly (readonly [text: string, line: string, exact: boolean, anyCase: boolean])[] = [
      ['loss=0.5', 'step 1 loss=0.5', true, true],
      ['loss=0.5', 'step 1 loss=0x5', false, false],
      ['Error', 'an error', false, true],
      ['straße', 'STRAẞE', false, true],
      ['(a+)+$', 'x (a+)+$ y', true, true],
      ['a-b/[c]{2}|^\\', 'A-B/[C]{2}|^\\', false, true],
      ['漢', '漢字', true, true],
      ['\ud83d', '\ud83d', true, true],
    ];
    for (const [text, line, exact, anyCase] of cases) {
      assert.equal(pattern({ text }).isIn(line), exact, `${text} in ${line}`);
      assert.equal(
        pattern({ text, caseSensitive: false }).isIn(line),
        anyCase,
        `${text} in ${line}, any case`,
      );
    }
  });

  it('is found wherever it stands, as String has it', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'binary' }),
        fc.string(),
        fc.string(),
        (text, before, after) => {
          const line = before + text + after;
          for (const caseSensitive of [true, false]) {
            const { isIn, mayBeIn, find } = pattern({ text, caseSensitive });
            assert.ok(isIn(line) && mayBeIn?.(`other\n${line}\n`));
            const { start, end } = find(line);
            assert.equal(line.slice(start, end).toLowerCase(), text.toLowerCase());
          }
        },
      ),
    );
  });
});

describe('an expression', () => {
  it('is found in a line', () => {
    const cases: readonly (readonly [regex: string, line: string, found: string | undefined])[] = [
      ['loss=(\\d+\\.\\d+)', 'step 3 loss=0.25 lr=1', 'loss=0.25'],
      ['^step', 'a step', undefined],
      ['\\berror\\b.*$', 'an error: disk full', 'error: disk full'],
      ['(?i)ERROR', 'an error', 'error'],
      ['[\\p{Han}]+', 'xx漢字yy', '漢字'],
      ['nan|inf', 'loss=inf', 'inf'],
    ];
    for (const [regex, line, found] of cases) {
      const { isIn, find } = pattern({ regex });
      assert.equal(isIn(line), found !== undefined, regex);
      if (found === undefined) continue;
      const { start, end } = find(line);
      assert.equal(line.slice(start, end), found);
    }
    assert.ok(pattern({ regex: 'Error', caseSensitive: false }).isIn('an ERROR'));
  });

  it('takes time in proportion to the line, also where one that backtracks would never end', () => {
    const hostile = [
      '^(a+)+$',
      '(a|aa)+$',
      '(x+x+)+y',
      '(.*)(.*)(.*)(.*)(.*)!',
      '([a-z]+)*\\d',
      '(a|b|.){250}$',
    ];
    const line = `${'ab'.repeat(MAX_REGEX_CHARACTERS / 2)}!`;
    for (const regex of hostile) pattern({ regex }).isIn(line);
  });

  it('is searched for in the beginning of a long line', () => {
    const line = (characters: number) => `${'x'.repeat(characters)}needle`;
    const { isIn } = pattern({ regex: 'needle' });
    assert.ok(isIn(line(MAX_REGEX_CHARACTERS - 6)));
    assert.ok(!isIn(line(MAX_REGEX_CHARACTERS)));
    assert.ok(pattern({ text: 'needle' }).isIn(line(MAX_REGEX_CHARACTERS)));
  });

  const WRONG: readonly (readonly [regex: string, message: RegExp])[] = [
    ['loss=(', /^regex: missing closing \): at character 6|^regex: missing closing \)/],
    ['a{2,1}', /^regex: invalid repeat count at character 2: \{2,1\}/],
    ['x[z-a]', /^regex: invalid character class range at character 3: z-a/],
    ['*a', /^regex: missing argument to repetition operator at character 1: \*/],
    ['ab(?=c)', /^regex: .* at character 3: \(\?=; lookaround and back references are not supported/],
    ['a(?<!b)', /^regex: .* at character 2: .*lookaround and back references are not supported/],
    ['(a)\\1', /^regex: invalid escape sequence at character 4: \\1; lookaround and back references/],
    ['a{2000}', /^regex: invalid repeat count at character 2: \{2000\}/],
    ['end\\', /^regex: trailing backslash at end of expression/],
    ['[[:digits:]]', /^regex: invalid character class range at character 2: \[:digits:\]/],
    ['(?P<n', /^regex: invalid named capture at character 1/],
    ['[abc', /^regex: missing closing \]/],
    ['(a|b|.){900}', /^regex: is too large, with \d+ steps where 1000 are allowed; use fewer or smaller/],
  ];
  for (const [regex, message] of WRONG)
    it(`is refused where it is wrong: ${regex}`, () => {
      const refused = patternOf({ regex, caseSensitive: true });
      assert.ok(!refused.ok);
      assert.deepEqual([refused.error.code, refused.error.field], ['VALIDATION_FAILED', 'regex']);
      assert.match(refused.error.message, message);
    });
});
