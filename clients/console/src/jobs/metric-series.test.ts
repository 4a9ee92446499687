import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { curveOf, MAX_POINTS, nearestPoint, withPoints } from './metric-series.js';

const point = (seconds: number, values: unknown) => ({
  at: new Date(seconds * 1000).toISOString(),
  run: 1,
  values,
});

describe('curves of metrics', () => {
  it('take each metric by itself, and leave out what is not a number', () => {
    const series = withPoints(withPoints([], [point(1, { loss: 0.5, acc: 'NaN' })]), [
      point(2, { loss: 0.25, acc: 0.9 }),
      point(3, { loss: 'Infinity' }),
      point(4, null),
    ]);
    assert.deepEqual(
      series.map(({ name, values }) => [name, values]),
      [
        ['acc', [0.9]],
        ['loss', [0.5, 0.25]],
      ],
    );
  });

  it('reach from side to side and from bottom to top', () => {
    const [series] = withPoints([], [point(0, { x: 1 }), point(10, { x: 3 }), point(20, { x: 2 })]);
    const { path, low, high, from, to } = curveOf(series!, 100, 50);
    assert.equal(path, 'M0,50L50,0L100,25');
    assert.deepEqual([low, high, from, to], [1, 3, 0, 20_000]);
  });

  it('are drawn where there is one point, or always the same value', () => {
    const [one] = withPoints([], [point(5, { x: 7 })]);
    assert.equal(curveOf(one!, 100, 50).path, 'M50,25');
    const [flat] = withPoints([], [point(0, { x: 7 }), point(1, { x: 7 })]);
    assert.equal(curveOf(flat!, 100, 50).path, 'M0,25L100,25');
  });

  it('stay small for any number of points, and lose no peak', () => {
    const points = Array.from({ length: 50_000 }, (_, index) =>
      point(index, { x: index === 45_000 ? 1e6 : index % 7 }),
    );
    const [series] = withPoints([], points);
    assert.equal(series!.values.length, MAX_POINTS);
    const { path, high } = curveOf(series!, 1_200, 100);
    assert.equal(high, 1e6);
    assert.ok(path.length < 60_000, String(path.length));
    assert.ok(path.includes(',0L'));
  });

  it('find the point under the pointer', () => {
    const [series] = withPoints([], [point(0, { x: 1 }), point(10, { x: 2 }), point(100, { x: 3 })]);
    assert.deepEqual(nearestPoint(series!, 0.12), { at: 10_000, value: 2 });
    assert.deepEqual(nearestPoint(series!, 1), { at: 100_000, value: 3 });
    assert.deepEqual(nearestPoint(series!, 0), { at: 0, value: 1 });
  });
});
