import assert from 'node:assert/strict';
import { beforeEach, describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { addMs } from '@berth/kernel/clock';
import { LeaseDurations } from './lease-durations.js';

const BEGUN = '2026-03-29T00:30:00.000Z';
const HOUR_MS = 3_600_000;
const at = (position: number, recordedAt = BEGUN) => ({ position: toPosition(position), recordedAt });

describe('how long a lease was held', () => {
  let passedMs = 0;
  let times: LeaseDurations;
  beforeEach(() => {
    passedMs = 0;
    times = new LeaseDurations(() => passedMs);
    times.start(toPosition(10));
  });

  it('is told by instants as long as the clock is not set', () => {
    times.begin('lease', at(11));
    passedMs = 60_000;
    const now = addMs(BEGUN, 60_000);
    assert.equal(times.measuredMs('lease', now, now), undefined);
    assert.equal(times.measuredMs('lease', addMs(BEGUN, 15_000), now), undefined);
  });

  for (const [direction, stepMs] of [
    ['ahead', HOUR_MS],
    ['back', -HOUR_MS],
  ] as const) {
    it(`is measured where it was set ${direction}`, () => {
      times.begin('lease', at(11));
      passedMs = 60_000;
      const now = addMs(BEGUN, 60_000 + stepMs);
      assert.equal(times.measuredMs('lease', now, now), 60_000);
      assert.equal(times.measuredMs('lease', addMs(now, -20_000), now), 40_000, 'its end was 20 s ago');
      assert.equal(
        times.measuredMs('lease', now < BEGUN ? BEGUN : now, now),
        60_000,
        'no end is told before it began',
      );
    });
  }

  it('is measured where the log stands still until a clock that was set back has caught up', () => {
    times.begin('lease', at(11, addMs(BEGUN, HOUR_MS)));
    passedMs = 120_000;
    const now = addMs(BEGUN, 120_000);
    assert.equal(times.measuredMs('lease', now, now), 120_000);
  });

  it('is not known of leases from before this process, or that have been forgotten', () => {
    times.begin('old', at(10));
    times.begin('over', at(12));
    times.forget('over');
    const now = addMs(BEGUN, HOUR_MS);
    assert.equal(times.measuredMs('old', now, now), undefined);
    assert.equal(times.measuredMs('over', now, now), undefined);
    assert.equal(times.measuredMs('unknown', now, now), undefined);
  });

  it('counts from the first time that it is told of the beginning', () => {
    times.begin('lease', at(11));
    passedMs = 60_000;
    times.begin('lease', at(11));
    const now = addMs(BEGUN, HOUR_MS);
    assert.equal(times.measuredMs('lease', now, now), 60_000);
  });
});
