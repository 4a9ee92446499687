import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { devicesByHost, nearestPart, windowsOf } from './free-window.js';

const HOUR = 3_600_000;
const at = (hour: number): number => Date.parse('2026-12-03T00:00:00Z') + hour * HOUR;
const window = (from: number, until: number) => ({
  from: new Date(at(from)).toISOString(),
  until: new Date(at(until)).toISOString(),
});

describe('a free window', () => {
  it('is offered as the part that is nearest to what was wanted', () => {
    const wanted = { from: at(10), ms: 2 * HOUR };
    assert.deepEqual(nearestPart(window(14, 20), wanted), { from: at(14), until: at(16) });
    assert.deepEqual(nearestPart(window(0, 9), wanted), { from: at(7), until: at(9) });
    assert.deepEqual(nearestPart(window(8, 20), wanted), { from: at(10), until: at(12) });
    assert.deepEqual(nearestPart(window(14, 15), wanted), { from: at(14), until: at(15) });
  });

  it('comes with a conflict, and with nothing else', () => {
    const refusal = { code: 'RESERVATION_CONFLICT', message: '' };
    const windows = [{ ...window(1, 2), devices: [] }];
    assert.deepEqual(windowsOf({ ...refusal, freeWindows: windows } as typeof refusal), windows);
    assert.deepEqual(windowsOf(refusal), []);
  });

  it('names its devices by host', () => {
    const on = (name: string, index: number) => ({ uuid: `${name}${index}`, index, host: { name } });
    assert.deepEqual(devicesByHost([on('b', 3), on('a', 1), on('b', 0)]), [
      { host: 'b', indices: [0, 3] },
      { host: 'a', indices: [1] },
    ]);
  });
});
