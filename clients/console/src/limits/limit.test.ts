import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '../api/refusal.js';
import { limitIn, microsIn } from './limit.js';

describe('a limit', () => {
  it.each([
    ['', undefined],
    ['  ', undefined],
    ['0', 0],
    [' 12 ', 12],
    ['1.5', 1.5],
    ['1,5', 1.5],
    ['۱۲', 12],
    ['٣٫٥', 3.5],
  ])('typed as "%s" is %s', (typed, limit) => {
    expect(limitIn('gpus', typed)).toBe(limit);
  });

  it.each(['-1', 'many', '1e9', '0x10', '1.2.3', '1 2', 'NaN', '∞'])(
    'typed as "%s" is refused at its field',
    (typed) => {
      let refusal;
      try {
        limitIn('gpus', typed);
      } catch (error) {
        refusal = refusalOf(error);
      }
      expect(refusal?.field).toBe('gpus');
    },
  );
});

it('an amount is counted in whole millionths', () => {
  expect(['1.25', '0.000001', '3600'].map((typed) => microsIn('microsPerHour', typed))).toEqual([
    1_250_000, 1, 3_600_000_000,
  ]);
});
