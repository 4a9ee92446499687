import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { parseInstant } from './instant.js';

describe('an instant that a client gives', () => {
  const taken: readonly [string, string][] = [
    ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T08:00Z', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T08:00:00.5+01:00', '2026-01-31T07:00:00.500Z'],
    ['2028-02-29T23:30:00-02:00', '2028-03-01T01:30:00.000Z'],
  ];
  for (const [given, instant] of taken) {
    it(`${given} is ${instant}`, () => assert.equal(parseInstant(given), instant));
  }

  const refused: readonly [string, unknown][] = [
    ['a day that there is not', '2027-02-30T00:00:00Z'],
    ['the 29th of February in a year without', '2027-02-29T00:00:00Z'],
    ['a month that there is not', '2027-13-01T00:00:00Z'],
    ['no offset', '2027-02-01T00:00:00'],
    ['no time', '2027-02-01'],
    ['words', 'tomorrow'],
    ['something behind it', '2027-02-01T00:00:00Z or so'],
    ['a number', 1_800_000_000],
  ];
  for (const [what, given] of refused) {
    it(`${what} is refused`, () =>
      assert.throws(() => parseInstant(given), /must be an instant such as 2026-01-31T08:00:00Z/));
  }
});
