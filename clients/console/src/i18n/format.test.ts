import { describe, expect, it } from '@jest/globals';
import { Format } from './format.js';

const english = new Format({ locale: 'en', zone: 'Europe/Berlin', calendar: undefined });
const persian = new Format({ locale: 'fa', zone: 'Asia/Tehran', calendar: undefined });

describe('times', () => {
  it('are those of the zone, before and after its clocks change', () => {
    expect(english.dateTime('2026-03-29T00:30:00Z')).toBe('29 Mar 2026, 01:30');
    expect(english.dateTime('2026-03-29T01:30:00Z')).toBe('29 Mar 2026, 03:30');
  });

  it('are written in the calendar and digits of the language', () => {
    expect(persian.date('2026-03-21T08:00:00Z')).toBe('۱ فروردین ۱۴۰۵');
    expect(
      new Format({ locale: 'en', zone: 'Asia/Tehran', calendar: 'persian' }).date('2026-03-21T08:00:00Z'),
    ).toBe('1 Farvardin 1405 AP');
  });

  it('have midnight as 00, not as 24', () => {
    expect(english.time('2026-11-28T23:00:00Z')).toBe('00:00');
  });

  it('are in UTC for everybody', () => {
    expect(persian.utc('2026-03-21T08:05:06.789Z')).toBe('2026-03-21 08:05:06 UTC');
  });

  it.each([
    ['2026-01-01T00:00:30Z', 'in 30 seconds'],
    ['2026-01-01T02:59:00Z', 'in 2 hours'],
    ['2025-12-31T00:00:00Z', 'yesterday'],
    ['2027-06-01T00:00:00Z', 'next year'],
  ])('%s is %s from the start of 2026', (at, words) => {
    expect(english.relative(at, Date.parse('2026-01-01T00:00:00Z'))).toBe(words);
  });
});

describe('numbers', () => {
  it.each([
    [0, '0s'],
    [59.6, '1m'],
    [3_725, '1h 2m'],
    [90_061, '1d 1h'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(english.duration(seconds)).toBe(words);
  });

  it('of money come from millionths', () => {
    expect(english.money('1234560000', 'EUR')).toBe('€1,234.56');
    expect([english.money('1234', 'EUR'), english.money(0, 'EUR')]).toEqual(['€0.0012', '€0.00']);
    expect(persian.percent(0.42)).toBe('۴۲٪');
  });
});
