import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { aReservation, at } from '../../testing/calendar.fixtures.js';
import { overstayWarning } from './due-actions.js';

const reservation = aReservation('a', 'one', 'G0', { from: at(0), until: at(30) });
const policy = (endOverstay: PoolPolicy['reservations']['endOverstay']): PoolPolicy => ({
  ...DEFAULT_POLICY,
  reservations: { ...DEFAULT_POLICY.reservations, endOverstay },
});

describe('the warning of overstay', () => {
  it('says what stays, and what will be done about it', () => {
    const left = overstayWarning(reservation, undefined, 2, policy('jobs'));
    assert.match(left, /2 processes of your account still use its devices: .* you must end other processes/);
    const ended = overstayWarning(reservation, 'J', 1, policy('jobsAndProcesses'));
    assert.match(ended, /job J and 1 processes .* SIGTERM, and SIGKILL 30 seconds later/);
  });
  it('promises nothing that a policy of old does not', () => {
    const { endOverstay: _, ...reservations } = DEFAULT_POLICY.reservations;
    assert.match(
      overstayWarning(reservation, undefined, 1, { ...DEFAULT_POLICY, reservations }),
      /you must end other processes/,
    );
  });
});
