import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import {
  maxTop,
  MAX_PIXELS,
  positionAt,
  revealing,
  scrolledTo,
  scrollHeightOf,
  settled,
  visibleRows,
} from './scroll-space.js';

const extent = (rows: number) => ({ rows, rowHeight: 18, viewport: 900 });

describe('the scroll space', () => {
  it('is what it shows, where that is possible', () => {
    const small = extent(1_000);
    assert.equal(scrollHeightOf(small), 18_000);
    assert.deepEqual(scrolledTo(5_000, { top: 0, scroll: 0 }, small), { top: 5_000, scroll: 5_000 });
    assert.deepEqual(visibleRows({ top: 5_000, scroll: 5_000 }, small, 0), [277, 328]);
    assert.deepEqual(visibleRows({ top: 0, scroll: 0 }, extent(3), 20), [0, 3]);
  });

  it('is bounded, and reaches every line', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, part) => {
          const space = extent(rows);
          assert.ok(scrollHeightOf(space) <= MAX_PIXELS);
          const row = Math.floor(part * (rows - 1));
          const position = revealing(row, { top: 0, scroll: 0 }, space);
          const [first, end] = visibleRows(position, space, 0);
          assert.ok(first <= row && row < end);
          assert.ok(
            position.scroll >= 0 && position.scroll <= Math.max(0, scrollHeightOf(space) - space.viewport),
          );
        },
      ),
    );
  });

  it('passes over no line by the wheel, in a log of any length, from one end to the other', () => {
    const space = extent(1_000_000);
    let position = positionAt(0, space);
    const step = 300;
    for (let each = 0; each < 70_000 && position.top < maxTop(space); each++) {
      const before = position.top;
      position = scrolledTo(Math.min(position.scroll + step, MAX_PIXELS - space.viewport), position, space);
      assert.ok(position.top - before <= step + 1, `${before} to ${position.top}`);
      if (each % 50 === 0) position = settled(position, space);
    }
    assert.equal(position.top, maxTop(space));
  });

  it('goes by the scroll bar to the same part of the lines', () => {
    const space = extent(1_000_000);
    const half = scrolledTo((MAX_PIXELS - 900) / 2, positionAt(0, space), space);
    assert.ok(Math.abs(half.top - maxTop(space) / 2) < 1);
    const end = scrolledTo(MAX_PIXELS - 900, half, space);
    assert.equal(end.top, maxTop(space));
    assert.equal(scrolledTo(0, end, space).top, 0);
  });

  it('keeps a line where it is when it is seen already', () => {
    const space = extent(1_000_000);
    const position = positionAt(9_000_000, space);
    assert.equal(revealing(500_010, position, space), position);
    assert.notEqual(revealing(400_000, position, space), position);
  });
});
