import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { Skyline } from './skyline.js';

const someSpan = fc
  .record({
    from: fc.constantFrom(-Infinity, 0, 1, 2, 3, 5, 8),
    length: fc.constantFrom(1, 2, 4, Infinity),
    slots: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ from, length, slots }) => ({
    from,
    until: from === -Infinity ? length : from + length,
    slots,
  }));

describe('what is taken of a place over time', () => {
  it('is told as adding up at every instant tells it', () => {
    fc.assert(
      fc.property(
        fc.array(someSpan, { maxLength: 6 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 3 }),
        (spans, start, length, most) => {
          const takenAt = (at: number) =>
            spans.reduce((sum, { from, until, slots }) => (from <= at && at < until ? sum + slots : sum), 0);
          const isCrowded = (from: number, until: number) =>
            Array.from({ length: until - from }, (_, index) => from + index).some((at) => takenAt(at) > most);
          const crowdedUntil = new Skyline(spans).crowdedUntil(start, start + length, most);
          assert.equal(crowdedUntil !== undefined, isCrowded(start, start + length));
          if (crowdedUntil === undefined) return;
          assert.ok(crowdedUntil > start);
          for (let later = start; later < Math.min(crowdedUntil, 30); later += 1)
            assert.ok(isCrowded(later, later + length), `it could begin at ${later}`);
        },
      ),
    );
  });
});
