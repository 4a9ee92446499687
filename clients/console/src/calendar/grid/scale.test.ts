import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { DAY, floorToStep, HOUR, inlineOffset, instantAt, offsetOf, roundToStep, stepOf } from './scale.js';

const at = (iso: string): number => Date.parse(iso);

describe('the scale of the grid', () => {
  const scale = { from: at('2026-10-24T22:00:00Z'), until: at('2026-10-31T23:00:00Z'), width: 1690 };

  it('is linear over a clock change: an hour is as wide on that day as on any other', () => {
    const widths = [0, 1, 2, 3, 30, 100].map((hour) => {
      const from = scale.from + hour * HOUR;
      return offsetOf(scale, from + HOUR) - offsetOf(scale, from);
    });
    for (const width of widths) assert.ok(Math.abs(width - 10) < 1e-6, `${width}`);
  });

  it('gives back the instant that it placed', () => {
    for (const iso of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-31T22:45:00Z'])
      assert.ok(Math.abs(instantAt(scale, offsetOf(scale, at(iso))) - at(iso)) < 1);
  });

  it('counts from the right where lines begin there', () => {
    const box = { left: 100, right: 900 };
    assert.equal(inlineOffset(150, box, 'ltr'), 50);
    assert.equal(inlineOffset(150, box, 'rtl'), 750);
  });

  it('has finer steps the more room there is', () => {
    const day = { from: 0, until: DAY, width: 0 };
    assert.equal(stepOf({ ...day, width: 1200 }), HOUR / 4);
    assert.equal(stepOf({ ...day, width: 600 }), HOUR / 2);
    assert.equal(stepOf({ ...day, width: 100 }), HOUR);
  });

  it('steps by the clock of the reader, in zones of half and quarter hours and at a clock change', () => {
    // Kathmandu is 5:45 ahead: its 12:00 is 06:15 UTC
    assert.equal(floorToStep(at('2026-12-03T06:40:00Z'), HOUR, 'Asia/Kathmandu'), at('2026-12-03T06:15:00Z'));
    assert.equal(roundToStep(at('2026-12-03T06:50:00Z'), HOUR, 'Asia/Kathmandu'), at('2026-12-03T07:15:00Z'));
    // the second 02:xx of the night in which Berlin puts its clock back
    assert.equal(floorToStep(at('2026-10-25T01:40:00Z'), HOUR, 'Europe/Berlin'), at('2026-10-25T01:00:00Z'));
  });
});
