import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { Entry, GridDevice } from './entry.js';
import { barsByDevice, barsWithin, blockersOf } from './lanes.js';
import { deviceNear, layOut, rowAt, rowsWithin } from './rows.js';

const HEIGHTS = { heading: 24, lane: 24, padding: 2 };

const entry = (id: string, from: number, until: number, ...devices: string[]): Entry => ({
  id,
  kind: 'RESERVATION',
  from,
  until,
  devices,
  visible: true,
});

const device = (host: string, index: number, model = 'A100'): GridDevice => ({
  uuid: `${host}/${index}`,
  index,
  model,
  host: { id: host, name: host },
  pool: { id: 'p', name: 'default' },
  shared: false,
  available: true,
});

describe('lanes', () => {
  it('put what overlaps one below the other, in the fewest lanes', () => {
    const bars = barsByDevice([
      entry('a', 0, 10, 'x'),
      entry('b', 5, 15, 'x'),
      entry('c', 10, 20, 'x'),
      entry('d', 15, 20, 'x'),
    ])('x');
    assert.equal(bars.lanes, 2);
    assert.deepEqual(
      bars.bars.map((bar) => [bar.entry.id, bar.lane]),
      [
        ['a', 0],
        ['b', 1],
        ['c', 0],
        ['d', 1],
      ],
    );
  });

  it('show an entry on each of its devices, and one lane where nothing is', () => {
    const barsOf = barsByDevice([entry('a', 0, Infinity, 'x', 'y')]);
    assert.equal(barsOf('x').bars.length, 1);
    assert.equal(barsOf('y').bars.length, 1);
    assert.deepEqual(barsOf('z'), { bars: [], lanes: 1 });
  });

  it('say what is in the way of a window, but not what is moved, nor what only touches it', () => {
    const bars = barsByDevice([entry('a', 0, 10, 'x'), entry('b', 10, 20, 'x')])('x');
    const ids = (from: number, until: number, moved?: string): string[] =>
      blockersOf(bars, { from, until }, moved).map(({ id }) => id);
    assert.deepEqual(ids(5, 12), ['a', 'b']);
    assert.deepEqual(ids(5, 12, 'a'), ['b']);
    assert.deepEqual(ids(20, 30), []);
  });
});

describe('rows', () => {
  it('go by host, then model, then index, numbers as numbers', () => {
    const devices = [device('gpu-10', 0), device('gpu-9', 1, 'H100'), device('gpu-9', 0), device('gpu-9', 2)];
    const { rows } = layOut(devices, () => 1, HEIGHTS);
    assert.deepEqual(
      rows.map((row) =>
        row.kind === 'device'
          ? row.key
          : row.kind === 'group'
            ? `${row.host} ${row.model} ${row.devices}`
            : row.name,
      ),
      ['gpu-9 A100 2', 'gpu-9/0', 'gpu-9/2', 'gpu-9 H100 1', 'gpu-9/1', 'gpu-10 A100 1', 'gpu-10/0'],
    );
  });

  it('are as high as their lanes, and are found by their height', () => {
    const layout = layOut([device('a', 0), device('a', 1)], (uuid) => (uuid === 'a/0' ? 2 : 1), HEIGHTS);
    assert.deepEqual(layout.tops, [0, 24, 76, 104]);
    assert.deepEqual(
      [0, 23, 24, 75, 76, 500].map((y) => rowAt(layout, y)),
      [0, 0, 1, 1, 2, 2],
    );
    assert.equal(deviceNear(layout, 0), 0);
    assert.equal(deviceNear(layout, 2), 1);
  });
});

describe('200 devices with 2,000 entries', () => {
  const HOUR = 3_600_000;
  const devices = Array.from({ length: 200 }, (_, n) => device(`gpu-${n >> 3}`, n & 7));
  const entries = Array.from({ length: 2000 }, (_, n) => {
    const from = ((n * 7) % 320) * HOUR;
    return entry(`e${n}`, from, from + (1 + (n % 9)) * HOUR, devices[n % 200]?.uuid ?? '');
  });

  it('keep every entry once, and none over another', () => {
    const barsOf = barsByDevice(entries);
    let count = 0;
    for (const { uuid } of devices) {
      const { bars, lanes } = barsOf(uuid);
      count += bars.length;
      for (let lane = 0; lane < lanes; lane += 1) {
        const those = bars.filter((bar) => bar.lane === lane);
        for (const [index, bar] of those.entries())
          assert.ok(bar.entry.until <= (those[index + 1]?.entry.from ?? Infinity));
      }
    }
    assert.equal(count, 2000);
  });

  it('show the rows of the window only', () => {
    const barsOf = barsByDevice(entries);
    const layout = layOut(devices, (uuid) => barsOf(uuid).lanes, HEIGHTS);
    assert.equal(layout.rows.length, 225);
    const { first, end } = rowsWithin(layout, 2000, 2700);
    assert.ok(end - first < 40, `${end - first} rows`);
    assert.ok((layout.tops[first] ?? 0) <= 2000 && (layout.tops[end] ?? 0) >= 2700);
    const shown = layout.rows
      .slice(first, end)
      .flatMap((row) => (row.kind === 'device' ? barsWithin(barsOf(row.key), 0, 168 * HOUR) : []));
    assert.ok(shown.length > 0 && shown.length < 400, `${shown.length} bars`);
  });
});
