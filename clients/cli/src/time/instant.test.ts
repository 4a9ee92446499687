import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { UsageError } from '../errors.js';
import { formatDuration, parseDuration } from './duration.js';
import { parseInstant } from './instant.js';

/** A Wednesday, 15:30 in Berlin. */
const BERLIN = { at: Date.parse('2026-11-18T14:30:00Z'), timeZone: 'Europe/Berlin' };
const instant = (text: string, now = BERLIN): string => parseInstant(text, '--from', now);

describe('a time that somebody writes', () => {
  it('is relative, or of a day, or of a date, in the zone of the reader', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['now', '2026-11-18T14:30:00.000Z'],
      ['in 2h', '2026-11-18T16:30:00.000Z'],
      ['+90m', '2026-11-18T16:00:00.000Z'],
      ['2d', '2026-11-20T14:30:00.000Z'],
      ['in 1 day 2 hours', '2026-11-19T16:30:00.000Z'],
      ['18:30', '2026-11-18T17:30:00.000Z'],
      ['9:00', '2026-11-19T08:00:00.000Z'],
      ['6 pm', '2026-11-18T17:00:00.000Z'],
      ['12am', '2026-11-18T23:00:00.000Z'],
      ['today 23:59', '2026-11-18T22:59:00.000Z'],
      ['tomorrow 9:00', '2026-11-19T08:00:00.000Z'],
      ['Tomorrow at 9:00', '2026-11-19T08:00:00.000Z'],
      ['tomorrow', '2026-11-18T23:00:00.000Z'],
      ['mon 14:00', '2026-11-23T13:00:00.000Z'],
      ['wednesday 16:00', '2026-11-18T15:00:00.000Z'],
      ['wed 15:00', '2026-11-25T14:00:00.000Z'],
      ['2026-12-01', '2026-11-30T23:00:00.000Z'],
      ['2026-12-01 9:00', '2026-12-01T08:00:00.000Z'],
      ['2026-12-01T09:00:30', '2026-12-01T08:00:30.000Z'],
      ['2026-12-01T09:00Z', '2026-12-01T09:00:00.000Z'],
      ['2026-12-01T09:00:00.250+05:30', '2026-12-01T03:30:00.250Z'],
    ];
    for (const [text, expected] of cases) assert.equal(instant(text), expected, text);
  });

  it('follows clocks that are put forward and back (ADR 0155)', () => {
    // skipped in Berlin on 2026-03-29, from 2:00 to 3:00: the first instant after the gap
    assert.equal(instant('2026-03-29 2:30'), '2026-03-29T01:00:00.000Z');
    assert.equal(instant('2026-03-29 3:30'), '2026-03-29T01:30:00.000Z');
    // twice on 2026-10-25: the first time
    assert.equal(instant('2026-10-25 2:30'), '2026-10-25T00:30:00.000Z');
    assert.equal(instant('2026-10-25 3:30'), '2026-10-25T02:30:00.000Z');
    const before = { at: Date.parse('2026-10-24T10:00:00Z'), timeZone: 'Europe/Berlin' };
    assert.equal(instant('tomorrow 12:00', before), '2026-10-25T11:00:00.000Z');
    assert.equal(instant('1d', before), '2026-10-25T10:00:00.000Z');
    const apia = { at: Date.parse('2011-12-29T20:00:00Z'), timeZone: 'Pacific/Apia' };
    assert.equal(instant('2011-12-30 12:00', apia), '2011-12-30T10:00:00.000Z');
    const lordHowe = { at: Date.parse('2026-10-03T00:00:00Z'), timeZone: 'Australia/Lord_Howe' };
    assert.equal(instant('2026-10-04 2:15', lordHowe), '2026-10-03T15:30:00.000Z');
    const tehran = { at: Date.parse('2026-01-01T00:00:00Z'), timeZone: 'Asia/Tehran' };
    assert.equal(instant('today 9:00', tehran), '2026-01-01T05:30:00.000Z');
  });

  it('is refused by the name of the option, with what would be right', () => {
    const wrong = [
      '',
      'soon',
      'in',
      'in soon',
      'in 2 fortnights',
      '9',
      'mon 9',
      '25:00',
      '12:60',
      '13pm',
      '0am',
      'today tomorrow',
      'someday 9:00',
      '2026-02-30',
      '2026-13-01',
      '2026-12-01 25:00',
      '2026-12-01T25:00:00Z',
      '01.12.2026',
      '12/01/2026',
    ];
    for (const text of wrong)
      assert.throws(
        () => instant(text),
        (error: Error) => error instanceof UsageError && /^--from: .*write for example/.test(error.message),
        text,
      );
  });
});

describe('a duration', () => {
  it('has units, alone or together', () => {
    for (const [text, ms] of [
      ['30s', 30_000],
      ['90m', 5_400_000],
      ['1h30m', 5_400_000],
      ['1.5h', 5_400_000],
      ['2 days', 172_800_000],
      ['1w', 604_800_000],
    ] as const)
      assert.equal(parseDuration(text, '--for'), ms);
  });

  it('is refused without a unit, with an unknown one, at nothing, and beyond ten years', () => {
    for (const text of ['', '5', 'h', '5x', '-1h', '0h', '1h 30', '99999d', 'NaNh'])
      assert.throws(() => parseDuration(text, '--for'), /^Error: --for: .*write for example/, text);
  });

  it('is shown by its two largest units', () => {
    for (const [ms, text] of [
      [0, '0ms'],
      [1_400, '1.4s'],
      [59_600, '1m'],
      [3_600_000, '1h'],
      [5_430_000, '1h 30m'],
      [86_400_000, '1d'],
      [90_061_000, '1d 1h'],
    ] as const)
      assert.equal(formatDuration(ms), text);
  });
});
