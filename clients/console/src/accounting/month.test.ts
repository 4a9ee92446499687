import { describe, expect, it } from '@jest/globals';
import { isMonth, lastMonths, monthBefore, monthName, rangeOf } from './month.js';

describe('a month of accounts', () => {
  it('goes over the turn of a year', () => {
    expect(lastMonths(3, Date.UTC(2026, 0, 31, 23, 59))).toEqual(['2026-01', '2025-12', '2025-11']);
    expect(monthBefore('2026-12', -1)).toBe('2027-01');
    expect(rangeOf('2026-12')).toEqual({ from: '2026-12-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' });
  });

  it('is one of twelve', () => {
    expect(['2026-00', '2026-13', '2026-1', 202611, undefined].map(isMonth)).toEqual(Array(5).fill(false));
    expect(isMonth('2026-11')).toBe(true);
  });

  it('has its Gregorian name for readers of other calendars too', () => {
    expect(monthName('2026-11', 'en-GB-u-ca-persian')).toBe('November 2026');
    expect(monthName('2026-11', 'fa-IR-u-ca-persian')).toContain('نوامبر');
  });
});
