import { describe, expect, it } from '@jest/globals';
import { chargesSearch, spanOf, usageSearch } from './search.js';

describe('the address of usage', () => {
  it('keeps what is right and leaves out the rest', () => {
    expect(usageSearch({ by: 'USER', month: '2026-11', project: 'p' })).toEqual({
      by: 'USER',
      month: '2026-11',
      project: 'p',
    });
    expect(usageSearch({ by: 'COLOUR', month: '2026-19', project: 7 })).toEqual({});
    expect(usageSearch({ from: 5, to: 3 })).toEqual({});
    expect(chargesSearch({ from: 1e30, to: 2e30, all: 'yes' })).toEqual({});
  });

  it('is this month where it says nothing', () => {
    const now = Date.UTC(2026, 10, 29);
    expect(spanOf({}, now)).toEqual({ from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' });
    expect(spanOf({ from: 0, to: 1000 }, now)).toEqual({
      from: '1970-01-01T00:00:00.000Z',
      to: '1970-01-01T00:00:01.000Z',
    });
  });
});
