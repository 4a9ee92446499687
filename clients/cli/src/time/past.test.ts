import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { parsePastInstant } from './past.js';

/** A Wednesday, 15:30 in Berlin. */
const BERLIN = { at: Date.parse('2026-11-18T14:30:00Z'), timeZone: 'Europe/Berlin' };

describe('a time that has been', () => {
  it('counts back from now, and is the last one of a time of day or a weekday', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['30m', '2026-11-18T14:00:00.000Z'],
      ['2h ago', '2026-11-18T12:30:00.000Z'],
      ['now', '2026-11-18T14:30:00.000Z'],
      ['9:00', '2026-11-18T08:00:00.000Z'],
      ['18:30', '2026-11-17T17:30:00.000Z'],
      ['mon 14:00', '2026-11-16T13:00:00.000Z'],
      ['today 9:00', '2026-11-18T08:00:00.000Z'],
      ['2026-11-01', '2026-10-31T23:00:00.000Z'],
    ];
    for (const [text, expected] of cases)
      assert.equal(parsePastInstant(text, '--since', BERLIN), expected, text);
  });

  it('is refused by the name of the option where it is none', () => {
    for (const text of ['', 'soon', '25:00', '2026-02-30', '9'])
      assert.throws(
        () => parsePastInstant(text, '--since', BERLIN),
        /--since: ".*" is not a time; write/,
        text,
      );
    assert.throws(() => parsePastInstant('2027-01-01', '--since', BERLIN), /--since: .* has not come yet/);
  });
});
