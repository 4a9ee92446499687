import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { marksOf, moved, NO_HITS, wantsMore, withPage, type HitList } from './hit-list.js';

const page = (numbers: readonly number[], end: boolean, total: number | null = null) => ({
  hits: numbers.map((number) => ({ number, start: 0, end: 1 })),
  cursor: String(numbers.at(-1) ?? ''),
  end,
  total,
  isTotalExact: true,
});
const go = (list: HitList, direction: 'next' | 'previous') => {
  const next = moved(list, direction);
  assert.ok(next !== 'more');
  return next;
};

describe('hits of a search', () => {
  it('begin where the reader is, and go round', () => {
    const list = withPage(NO_HITS, page([10, 20, 30], true, 3), 15);
    assert.deepEqual([list.current, list.total, wantsMore(list)], [1, 3, false]);
    assert.deepEqual([go(list, 'next').current, go(go(list, 'next'), 'next').current], [2, 0]);
    assert.equal(go(go(list, 'previous'), 'previous').current, 2);
    assert.equal(withPage(NO_HITS, page([10, 20], true, 2), 25).current, 0);
  });

  it('are read on where the next one is not there yet', () => {
    const first = withPage(NO_HITS, page([10, 20], false, 4_000), 1);
    assert.deepEqual(
      [wantsMore(first), first.total, moved(go(first, 'next'), 'next')],
      [true, 4_000, 'more'],
    );
    const second = withPage(go(first, 'next'), page([30], true), 1);
    assert.deepEqual(
      [second.current, second.total, second.cursor, second.isTotalExact],
      [1, 4_000, '30', true],
    );
    assert.equal(go(second, 'next').current, 2);
  });

  it('stay where they are where there are none', () => {
    const none = withPage(NO_HITS, page([], true, 0), 1);
    assert.deepEqual([go(none, 'next').current, none.complete], [undefined, true]);
  });

  it('have as many marks as can be told apart', () => {
    const hits = Array.from({ length: 1_000 }, (_, index) => ({ number: 1 + index, start: 0, end: 1 }));
    const marks = marksOf(hits, { first: 1, last: 1_000 }, 100);
    assert.deepEqual([marks.length, marks[0], marks.at(-1)], [101, 0, 1]);
  });
});
