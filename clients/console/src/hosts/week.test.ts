import { describe, expect, it } from '@jest/globals';
import { bucketsOf, BUCKETS, meanUse, weekUntil } from './week.js';

const NOW = Date.parse('2026-03-30T10:07:00Z');

describe('a week of a device', () => {
  it('ends with the half hour that runs now, and has seven days of 48, also where clocks change', () => {
    expect(weekUntil(NOW)).toEqual({ from: '2026-03-23T10:30:00.000Z', to: '2026-03-30T10:30:00.000Z' });
    expect(BUCKETS).toBe(336);
  });

  it('has each half hour once, and says where nothing is known', () => {
    const { from } = weekUntil(NOW);
    const usage = [
      { uuid: 'a', from: '2026-03-23T10:30:00Z', utilisationGpu: 40 },
      { uuid: 'a', from: '2026-03-30T10:00:00.000Z', utilisationGpu: 0 },
      { uuid: 'b', from: '2026-03-24T00:00:00Z', utilisationGpu: null },
    ];
    const weeks = bucketsOf(usage, from, ['a', 'b', 'c']);
    const a = weeks.get('a') ?? [];
    expect([a.length, a[0]?.use, a[1]?.use, a.at(-1)?.use]).toEqual([336, 40, undefined, 0]);
    expect(meanUse(a)).toBe(20);
    expect(meanUse(weeks.get('b') ?? [])).toBeUndefined();
    expect(meanUse(weeks.get('c') ?? [])).toBeUndefined();
  });
});
