import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { calendarSearch, dateOf, rangeOf, turned, zoomed } from './range.js';

const iso = (at: number): string => new Date(at).toISOString().slice(0, 16);
const NOW = Date.parse('2026-10-24T22:30:00Z');

describe('the range of the calendar', () => {
  it('begins at midnight by the clock of the reader', () => {
    assert.equal(dateOf(NOW, 'Europe/Berlin'), '2026-10-25');
    assert.equal(dateOf(NOW, 'UTC'), '2026-10-24');
    assert.equal(iso(rangeOf({ from: '2026-10-25' }, 'Europe/Berlin').from), '2026-10-24T22:00');
    assert.equal(iso(rangeOf({ from: '2026-10-25' }, 'Asia/Tehran').from), '2026-10-24T20:30');
  });

  it('ends at midnight, over a clock change too', () => {
    const { from, until } = rangeOf({ from: '2026-10-22' }, 'Europe/Berlin');
    assert.deepEqual([iso(from), iso(until)], ['2026-10-21T22:00', '2026-10-28T23:00']);
  });

  it('turns by its length', () => {
    assert.equal(turned({ from: '2026-10-22' }, 1, 'Europe/Berlin'), '2026-10-29');
    assert.equal(turned({ from: '2026-10-22', span: 'day' }, -1, 'Europe/Berlin'), '2026-10-21');
    assert.equal(turned({ from: '2026-10-25', span: 'fortnight' }, 1, 'Asia/Tehran'), '2026-11-08');
  });

  it('takes from the address what it knows, and nothing else', () => {
    assert.deepEqual(calendarSearch({ pool: 'lab', from: '2026-12-03', span: 'day', zoom: 2 }), {
      pool: 'lab',
      from: '2026-12-03',
      span: 'day',
      zoom: 2,
    });
    assert.deepEqual(calendarSearch({ pool: 7, from: '2026-13-40', span: 'year', zoom: -1, other: 'x' }), {
      pool: '7',
    });
    assert.deepEqual(calendarSearch({ pool: {}, from: ['2026-12-03'], zoom: 'many' }), {});
  });

  it('zooms within bounds', () => {
    assert.equal(zoomed(1, 1), 1.5);
    assert.equal(zoomed(1, -1), 1);
    assert.equal(zoomed(8, 1), 8);
  });
});
