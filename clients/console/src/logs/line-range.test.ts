import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { focusOf, formatRange, isSelected, parseRange, selectionOf, selectLine } from './line-range.js';
import { offsetOf, parsePlace } from './place.js';

describe('selected lines', () => {
  it('are in the address', () => {
    assert.deepEqual(parseRange('#L120-L140'), { from: 120, to: 140 });
    assert.deepEqual(parseRange('L140-120'), { from: 120, to: 140 });
    assert.deepEqual(parseRange('#L7'), { from: 7, to: 7 });
    for (const wrong of ['', '#', '#L', '#L0', '#L1-', '#content', '#L1x', `#L${'9'.repeat(16)}`])
      assert.equal(parseRange(wrong), undefined);
    assert.equal(formatRange({ from: 120, to: 140 }), 'L120-L140');
    assert.equal(formatRange({ from: 7, to: 7 }), 'L7');
  });

  it('grow from the first one with shift, to both sides', () => {
    const one = selectLine(10, false, undefined);
    const down = selectLine(14, true, one);
    assert.deepEqual([down.from, down.to, focusOf(down)], [10, 14, 14]);
    const up = selectLine(6, true, down);
    assert.deepEqual([up.from, up.to, focusOf(up)], [6, 10, 6]);
    assert.deepEqual(selectLine(3, false, up), { anchor: 3, from: 3, to: 3 });
    assert.deepEqual(selectLine(9, true, selectionOf({ from: 2, to: 5 })), { anchor: 2, from: 2, to: 9 });
    assert.deepEqual(
      [6, 10, 11].map((number) => isSelected(number, up)),
      [true, true, false],
    );
  });
});

describe('where to go', () => {
  const berlin = offsetOf('Europe/Berlin');
  const day = Date.parse('2026-11-29T23:30:00Z');
  const place = (text: string) => parsePlace(text, day, berlin);

  it('is a line', () => {
    assert.deepEqual(place('500000'), { kind: 'line', number: 500_000 });
    assert.deepEqual(place(' 500,000 '), { kind: 'line', number: 500_000 });
    assert.deepEqual(place('۱۲۳'), { kind: 'line', number: 123 });
    assert.equal(place('0'), undefined);
  });

  it("is a time of the zone's day, or a date and time", () => {
    // in Berlin it is the next day already
    assert.deepEqual(place('14:05'), { kind: 'time', at: '2026-11-30T13:05:00.000Z' });
    assert.deepEqual(place('2026-07-01 14:05:09'), { kind: 'time', at: '2026-07-01T12:05:09.000Z' });
    assert.deepEqual(place('2026-07-01T14:05:09.5Z'), { kind: 'time', at: '2026-07-01T14:05:09.500Z' });
    for (const wrong of ['', '25:00', '12:60', 'noon', '2026-13-45 25:00'])
      assert.equal(place(wrong), undefined);
  });
});
