import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { ReportThrottle } from './report-throttle.js';

it('bounds what one host may change, and none for the others', () => {
  let now = 0;
  const throttle = new ReportThrottle(() => now);
  const refused = (host: string, times: number) =>
    Array.from({ length: times }, () => throttle.refusalOf(host)).filter(
      (refusal) => refusal?.code === 'RATE_LIMITED',
    ).length;
  assert.equal(refused('rogue', 100), 80);
  assert.equal(refused('other', 20), 0);
  now += 60_000;
  assert.equal(refused('rogue', 3), 2);
});
