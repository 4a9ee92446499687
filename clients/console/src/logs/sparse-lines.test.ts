import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { SparseLines } from './sparse-lines.js';
import { wireLines } from './testing.js';

describe('lines that pass a filter', () => {
  it('forgets those at the other end, and says that there are more', () => {
    const lines = new SparseLines(1_000);
    lines.reset(wireLines(50_000, 50_499), { earlier: true, later: false });
    lines.prepend(wireLines(49_000, 49_999), true);
    assert.deepEqual([lines.count, lines.first, lines.last, lines.hasLater], [1_000, 49_000, 49_999, true]);
    assert.equal(lines.shifted, 1_000);
    lines.append(wireLines(50_000, 50_499), false);
    assert.deepEqual([lines.count, lines.first, lines.last], [1_000, 49_500, 50_499]);
    assert.deepEqual([lines.shifted, lines.hasEarlier, lines.hasLater], [500, true, false]);
  });

  it('stays within its limit while live lines come', () => {
    const lines = new SparseLines(1_000);
    lines.reset([], { earlier: false, later: false });
    for (let from = 1; from < 100_000; from += 7) {
      lines.append(wireLines(from, from + 6), false);
      assert.ok(lines.count <= 1_107);
      assert.equal(lines.at(lines.rowOf(from))!.number, from);
    }
  });
});
