import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { JoinThrottle } from './join-throttle.js';

const refused = (count: number, attempt: () => unknown): number =>
  Array.from({ length: count }, attempt).filter((refusal) => refusal !== undefined).length;

describe('the throttle on joining', () => {
  it('stops guessing, and still admits known tokens', () => {
    const throttle = new JoinThrottle(() => 0);
    assert.equal(
      refused(100, () => throttle.refusalOfUnknown()),
      70,
    );
    assert.equal(
      refused(300, () => throttle.refusalOfKnown('one')),
      0,
    );
    assert.equal(throttle.refusalOfKnown('one')?.code, 'RATE_LIMITED');
    assert.equal(throttle.refusalOfKnown('other'), undefined);
  });

  it('opens again with time', () => {
    let now = 0;
    const throttle = new JoinThrottle(() => now);
    refused(30, () => throttle.refusalOfUnknown());
    assert.equal(throttle.refusalOfUnknown()?.code, 'RATE_LIMITED');
    now += 2000;
    assert.equal(
      refused(3, () => throttle.refusalOfUnknown()),
      1,
    );
    now += 3_600_000;
    assert.equal(
      refused(31, () => throttle.refusalOfUnknown()),
      1,
    );
  });
});
